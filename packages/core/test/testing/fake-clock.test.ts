import { describe, expect, it } from 'vitest';
import { createFakeClock } from '../../src/testing.ts';

describe('createFakeClock', () => {
  it('begins with the year 2026, or where it is told to', () => {
    expect(createFakeClock().now()).toBe(Date.UTC(2026, 0, 1));
    expect(createFakeClock(5).now()).toBe(5);
  });

  it('stands still until it is moved', async () => {
    const clock = createFakeClock(0);
    await new Promise((resolve) => setTimeout(resolve, 2));
    expect(clock.now()).toBe(0);
    await clock.advance(7);
    expect(clock.now()).toBe(7);
  });

  it('wakes sleepers in the order in which they are due', async () => {
    const clock = createFakeClock(0);
    const woken: string[] = [];
    for (const ms of [30, 10, 20]) {
      void clock.sleep(ms).then(() => woken.push(`${ms} at ${clock.now()}`));
    }
    await clock.advance(30);
    expect(woken).toEqual(['10 at 10', '20 at 20', '30 at 30']);
  });

  it('wakes those who are due at once in the order in which they fell asleep', async () => {
    const clock = createFakeClock(0);
    const woken: string[] = [];
    for (const name of ['first', 'second', 'third']) {
      void clock.sleep(10).then(() => woken.push(name));
    }
    await clock.advance(10);
    expect(woken).toEqual(['first', 'second', 'third']);
  });

  it('lets a sleeper run as far as it can before it wakes the next', async () => {
    const clock = createFakeClock(0);
    const events: string[] = [];
    void clock.sleep(10).then(async () => {
      for (let step = 1; step <= 5; step += 1) {
        await Promise.resolve();
        events.push(`first, step ${step} at ${clock.now()}`);
      }
    });
    void clock.sleep(10).then(() => events.push(`second at ${clock.now()}`));
    await clock.advance(10);
    expect(events.at(-1)).toBe('second at 10');
    expect(events).toHaveLength(6);
  });

  it('wakes whoever falls asleep again within the same move', async () => {
    const clock = createFakeClock(0);
    const ticks: number[] = [];
    void (async () => {
      for (;;) {
        await clock.sleep(10);
        ticks.push(clock.now());
      }
    })();
    await clock.advance(35);
    expect(ticks).toEqual([10, 20, 30]);
    expect(clock.now()).toBe(35);
    await clock.advance(5);
    expect(ticks).toEqual([10, 20, 30, 40]);
  });

  it('does not wake whoever is due a millisecond later', async () => {
    const clock = createFakeClock(0);
    let isAwake = false;
    void clock.sleep(10).then(() => {
      isAwake = true;
    });
    await clock.advance(9);
    expect(isAwake).toBe(false);
    expect(clock.sleeping).toBe(1);
    await clock.advance(1);
    expect(isAwake).toBe(true);
    expect(clock.sleeping).toBe(0);
  });

  it.each([0, -5])('wakes a sleep of %d with the next move, however short', async (ms) => {
    const clock = createFakeClock(100);
    const slept = clock.sleep(ms);
    expect(clock.sleeping).toBe(1);
    await clock.advance(0);
    await slept;
    expect(clock.now()).toBe(100);
  });

  it('forgets a sleeper whose signal has aborted', async () => {
    const clock = createFakeClock(0);
    const controller = new AbortController();
    const slept = clock.sleep(10, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(slept).rejects.toThrow('enough');
    expect(clock.sleeping).toBe(0);
    await clock.advance(20);
  });
});
