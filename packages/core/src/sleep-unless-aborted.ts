import type { Clock } from './clock.ts';

/** Sleeps, and tells whether it slept to the end: `false` when the signal ended it. */
export async function sleepUnlessAborted(
  ms: number,
  { clock, signal }: { readonly clock: Clock; readonly signal?: AbortSignal | undefined },
): Promise<boolean> {
  try {
    await clock.sleep(ms, { signal });
    return true;
  } catch (error) {
    if (signal?.aborted) return false;
    throw error;
  }
}
