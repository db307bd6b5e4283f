import { concurrency } from './setting.ts';

/** Makes so many calls, ten at a time. */
export async function inParallel(
  calls: number,
  call: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const run = async (): Promise<void> => {
    while (next < calls) {
      next += 1;
      await call(next - 1);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, run));
}
