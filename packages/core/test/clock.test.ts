import { describe, expect, it } from 'vitest';
import { systemClock } from '../src/index.ts';
import { clockContract, createFakeClock } from '../src/testing.ts';

describe('systemClock', () => {
  const suite = clockContract(() => ({
    clock: systemClock,
    // The time of the wall clock passes by itself; the sleep under test waits for it.
    advance: async () => {},
  }));
  for (const { name, run } of suite) it(name, run);

  it('tells the time of the machine', () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });

  it('lets go of the signal once the sleep is over', async () => {
    const { signal, listeners } = countedSignal();
    await systemClock.sleep(1, { signal });
    expect(listeners()).toBe(0);
  });
});

describe('createFakeClock', () => {
  const suite = clockContract(() => {
    const clock = createFakeClock();
    return { clock, advance: clock.advance };
  });
  for (const { name, run } of suite) it(name, run);
});

function countedSignal(): { signal: AbortSignal; listeners: () => number } {
  const { signal } = new AbortController();
  let count = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    count += 1;
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    count -= 1;
    remove(...given);
  };
  return { signal, listeners: () => count };
}
