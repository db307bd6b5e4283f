import type { FakeClock } from '@hooklane/core/testing';

const minuteMs = 60_000;

/** Runs `work` and moves the clock on whenever all of it waits. */
export async function runOn<Result>(
  clock: FakeClock,
  work: () => Promise<Result>,
): Promise<Result> {
  let isOver = false;
  const working = work().finally(() => {
    isOver = true;
  });
  const drive = async (): Promise<void> => {
    while (!isOver) await clock.advance(minuteMs);
  };
  const [result] = await Promise.all([working, drive()]);
  return result;
}
