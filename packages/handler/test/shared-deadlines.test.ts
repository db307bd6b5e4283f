import { createFakeClock } from '@hooklane/core/testing';
import { describe, expect, it } from 'vitest';
import { createSharedDeadlines } from '../src/shared-deadlines.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Deadlines, and the names of those that have passed. */
function createDeadlines() {
  const fake = createFakeClock();
  const passed: string[] = [];
  let sleeps = 0;
  let busyMs = 0;
  const deadlines = createSharedDeadlines({
    now: () => fake.now() + busyMs,
    sleep: async (ms, options) => {
      sleeps += 1;
      try {
        await fake.sleep(ms, options);
      } finally {
        sleeps -= 1;
      }
    },
  });
  const start = (name: string, ms: number) => deadlines.start(ms, () => passed.push(name));
  const block = (ms: number) => {
    busyMs += ms;
  };
  return { clock: fake, passed, start, block, sleeps: () => sleeps };
}

describe('deadlines', () => {
  it('pass at their time, each that has not ended', async () => {
    const { clock, passed, start } = createDeadlines();
    start('long', 2_000);
    const end = start('ended', 1_000);
    start('short', 1_000);
    end();
    await clock.advance(999);
    expect(passed).toEqual([]);
    await clock.advance(1);
    expect(passed).toEqual(['short']);
    await clock.advance(1_000);
    expect(passed).toEqual(['short', 'long']);
  });

  it('share a timer when they begin together, which ends with the last of them', async () => {
    const { start, sleeps } = createDeadlines();
    const ends = ['a', 'b', 'c'].map((name) => start(name, 1_000));
    expect(sleeps()).toBe(1);
    for (const end of ends) {
      expect(sleeps()).toBe(1);
      end();
      end();
      await turn();
    }
    expect(sleeps()).toBe(0);
  });

  it('count from their own begin when they begin later', async () => {
    const { clock, passed, start } = createDeadlines();
    start('first', 1_000);
    await clock.advance(400);
    start('second', 1_000);
    await clock.advance(600);
    expect(passed).toEqual(['first']);
    await clock.advance(400);
    expect(passed).toEqual(['first', 'second']);
  });

  it('share no timer with those that began before the process was busy', () => {
    const { start, block, sleeps } = createDeadlines();
    start('first', 1_000);
    block(400);
    start('second', 1_000);
    start('third', 1_000);
    expect(sleeps()).toBe(2);
  });

  it('pass too when they begin after all others of their turn have ended', async () => {
    const { clock, passed, start } = createDeadlines();
    start('ended', 1_000)();
    start('next', 1_000);
    await clock.advance(1_000);
    expect(passed).toEqual(['next']);
  });
});
