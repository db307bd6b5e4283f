import { HooklaneError } from '@hooklane/core';
import type { CallContext } from './call-context.ts';

/** How often and how long to look. */
export interface SettleOptions {
  /** What is waited for, as an error says it: `function hooklane-prod-acme to be active`. */
  readonly what: string;
  /** @default 3000 */
  readonly pauseMs?: number;
  /** @default 120000 */
  readonly longestMs?: number;
}

/**
 * Looks until `look` finds what it looks for.
 *
 * @throws HooklaneError `not_settled`
 */
export async function untilSettled<Result>(
  look: () => Promise<Result | undefined>,
  { what, pauseMs = 3_000, longestMs = 120_000 }: SettleOptions,
  { clock, signal }: Pick<CallContext, 'clock' | 'signal'>,
): Promise<Result> {
  const startedAt = clock.now();
  for (;;) {
    const result = await look();
    if (result !== undefined) return result;
    if (clock.now() - startedAt >= longestMs) {
      throw new HooklaneError(
        'not_settled',
        `Waited ${longestMs / 1_000} seconds for ${what}. Run again: it goes on from here`,
      );
    }
    await clock.sleep(pauseMs, { signal });
  }
}
