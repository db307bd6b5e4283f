import { createFakeClock } from '@hooklane/core/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPollGate } from '../src/poll-gate.ts';

const never = new AbortController().signal;
const random = (): number => 0.5;

describe('the poll gate', () => {
  it.each([
    [1_000, 10, 20],
    [1_000, 1_000, 20],
    [1_000, 1_001, 19],
    [1_000, 5_000, 4],
    [10, 5_000, 1],
  ])('lets polls wait so long: %i polls, %i lanes, %i s', async (maxPolls, lanes, seconds) => {
    const gate = createPollGate({ maxPolls, pollSeconds: 20, countLanes: () => lanes, random });
    expect(await gate.run(async (waitSeconds) => waitSeconds, never)).toBe(seconds);
  });

  it('has places of their own for as many busy lanes as idle ones, and lets the others poll without a wait', async () => {
    const gate = createPollGate({ maxPolls: 2, pollSeconds: 20, countLanes: () => 9, random });
    const waits: number[] = [];
    const end = new AbortController();
    const poll = (waitSeconds: number): Promise<void> => {
      waits.push(waitSeconds);
      return new Promise((resolve) => end.signal.addEventListener('abort', () => resolve()));
    };
    const polls = [
      ...Array.from({ length: 3 }, () => gate.run(poll, never)),
      ...Array.from({ length: 3 }, () => gate.runBusy(poll, never)),
    ];
    await new Promise((resolve) => setImmediate(resolve));
    expect(waits).toEqual([0, 4, 4, 20, 20]);
    end.abort();
    await Promise.all(polls.slice(0, 2).concat(polls.slice(3)));
  });

  it('never has more polls out that wait than the client has sockets', async () => {
    const gate = createPollGate({
      maxPolls: 4_000,
      pollSeconds: 20,
      countLanes: () => 4_001,
      random,
    });
    expect(await gate.runBusy(async (waitSeconds) => waitSeconds, never)).toBe(0);
  });

  it.each([
    [0, 20],
    [0.3, 14],
    [0.999, 1],
  ])('takes a random part off the first poll of a lane: %f of 20 s', async (part, seconds) => {
    const options = { maxPolls: 1, pollSeconds: 20, countLanes: () => 1 };
    const gate = createPollGate({ ...options, random: () => part });
    const poll = async (waitSeconds: number): Promise<number> => waitSeconds;
    const [first, later] = [gate.runFirst(poll, never), gate.runFirst(poll, never)];
    expect(await first).toBe(seconds);
    // It had to wait for its place, and so does not begin with the others.
    expect(await later).toBe(20);
  });

  it('never lets a poll wait longer than the worker was told', async () => {
    const gate = createPollGate({ maxPolls: 1, pollSeconds: 0, countLanes: () => 9, random });
    expect(await gate.run(async (waitSeconds) => waitSeconds, never)).toBe(0);
  });

  it('polls every idle lane within twice the time, with no more polls out than allowed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 60 }),
        async (maxPolls, lanes) => {
          const clock = createFakeClock();
          const gate = createPollGate({
            maxPolls,
            pollSeconds: 20,
            countLanes: () => lanes,
            random,
          });
          let out = 0;
          let most = 0;
          const polledAt = Array.from({ length: lanes }, () => [] as number[]);
          const stop = new AbortController();
          const running = polledAt.map(async (times) => {
            while (!stop.signal.aborted) {
              await gate.run(async (waitSeconds) => {
                out += 1;
                most = Math.max(most, out);
                times.push(clock.now());
                await clock.sleep(waitSeconds * 1_000);
                out -= 1;
              }, never);
            }
          });
          await clock.advance(200_000);
          stop.abort();
          await clock.advance(100_000);
          await Promise.all(running);
          expect(most).toBeLessThanOrEqual(maxPolls);
          const longestMs = Math.max(20_000, Math.ceil(lanes / maxPolls) * 1_000) * 2;
          for (const times of polledAt) {
            const gaps = times.map((time, index) => time - (times[index - 1] ?? time));
            expect(Math.max(...gaps)).toBeLessThanOrEqual(longestMs);
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
