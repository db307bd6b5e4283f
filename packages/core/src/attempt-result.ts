import type { AttemptOutcome } from './attempt-outcome.ts';
import type { Hook } from './hook.ts';
import type { NextStep } from './next-step.ts';

/** What became of one attempt, as it is published to the results queue. Holds neither body nor signature. */
export interface AttemptResult {
  readonly v: 1;
  readonly hookId: string;
  readonly partnerId: string;
  readonly type: string;
  /** Host of the hook's URL, without path or query: those may hold what is secret. */
  readonly host: string;
  /** From 1. */
  readonly attempt: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly outcome: AttemptOutcome;
  readonly next: NextStep;
}

/** Host of a hook's URL for results and logs; empty when the URL cannot be read. */
export function hostOf(hook: Pick<Hook, 'url'>): string {
  return URL.parse(hook.url)?.host ?? '';
}
