import type { AttemptProgress } from './settle-attempts.ts';

/** Attempts that were made but could not be settled, so that a redelivery goes on where they stopped. */
export interface UnsettledAttempts {
  /** Forgets and returns the progress of an attempt. */
  take(hookId: string, attempt: number): AttemptProgress | undefined;
  put(hookId: string, attempt: number, progress: AttemptProgress): void;
}

const most = 1_000;

/**
 * Remembers up to 1,000 attempts of this process, the oldest forgotten first: an attempt that is
 * forgotten may be POSTed twice, with the same `webhook-id`.
 */
export function createUnsettledAttempts(): UnsettledAttempts {
  const progressByAttempt = new Map<string, AttemptProgress>();
  return {
    take: (hookId, attempt) => {
      const key = `${hookId}:${attempt}`;
      const progress = progressByAttempt.get(key);
      progressByAttempt.delete(key);
      return progress;
    },
    put: (hookId, attempt, progress) => {
      progressByAttempt.set(`${hookId}:${attempt}`, progress);
      if (progressByAttempt.size <= most) return;
      const [oldest] = progressByAttempt.keys();
      if (oldest !== undefined) progressByAttempt.delete(oldest);
    },
  };
}
