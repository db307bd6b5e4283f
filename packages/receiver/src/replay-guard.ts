import { type Clock, systemClock } from './clock.ts';
import { refusal, showReceived } from './refusal.ts';

/** What a guard says when it is asked for a hook. */
export type ReplayClaim =
  /** Nobody has it: process it, then call `complete`, or `release` with this token. */
  | { readonly kind: 'claimed'; readonly token: string }
  /** Somebody is processing it. */
  | { readonly kind: 'processing' }
  /** It was processed. */
  | { readonly kind: 'processed' };

/**
 * Remembers which hooks were processed, so that each is processed once although senders repeat and attackers
 * replay. All calls may come at the same moment from several processes.
 */
export interface ReplayGuard {
  /** Claims a hook for as long as the lease of the guard: a process that dies gives it back by that. */
  readonly claim: (key: string) => Promise<ReplayClaim>;
  /** Keeps that a hook was processed, whoever holds the claim by now. */
  readonly complete: (key: string) => Promise<void>;
  /** Gives a claim back, so that the next attempt is processed; nothing if the claim is another's by now. */
  readonly release: (key: string, token: string) => Promise<void>;
}

/** How long a guard remembers. */
export interface ReplayGuardOptions {
  /**
   * How long a hook may be processed before another attempt may take it over, in milliseconds: more than your
   * handler ever takes.
   *
   * @default 300_000
   */
  readonly leaseMs?: number | undefined;
  /**
   * How long a processed hook is remembered, in seconds, at least 345,600 (4 days): as long as the sender may
   * try again.
   *
   * @default 432_000 (5 days)
   */
  readonly retentionSeconds?: number | undefined;
  /** @default the wall clock */
  readonly clock?: Clock | undefined;
}

const fourDaysSeconds = 345_600;

/** @throws HooklaneError `invalid_options` */
export function checkReplayGuardOptions({
  leaseMs = 300_000,
  retentionSeconds = 432_000,
  clock = systemClock,
}: ReplayGuardOptions): {
  readonly leaseMs: number;
  readonly retentionMs: number;
  readonly clock: Clock;
} {
  if (!Number.isSafeInteger(leaseMs) || leaseMs < 1_000) {
    throw refusal(
      'invalid_options',
      `leaseMs must be an integer of at least 1000. Received: ${showReceived(leaseMs)}`,
    );
  }
  if (!Number.isSafeInteger(retentionSeconds) || retentionSeconds < fourDaysSeconds) {
    throw refusal(
      'invalid_options',
      `retentionSeconds must be an integer of at least 345600, because senders try again for days. Received: ${showReceived(retentionSeconds)}`,
    );
  }
  return { leaseMs, retentionMs: retentionSeconds * 1_000, clock };
}
