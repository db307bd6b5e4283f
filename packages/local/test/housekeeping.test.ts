import { type LogEntry, silentLogger } from '@hooklane/core';
import { createFakeClock } from '@hooklane/core/testing';
import { describe, expect, it } from 'vitest';
import { startHousekeeping } from '../src/housekeeping.ts';

const minuteMs = 60_000;

describe('housekeeping', () => {
  const open = (resumePublishing: () => Promise<never> = async () => ({}) as never) => {
    const clock = createFakeClock();
    const done = { resumePublishing: 0, checkHealth: 0, purge: 0 };
    const errors: unknown[] = [];
    const counted = (name: keyof typeof done, task: () => Promise<never>) => () => {
      done[name] += 1;
      return task();
    };
    const housekeeping = startHousekeeping({
      subscriptions: {
        resumePublishing: counted('resumePublishing', resumePublishing),
        checkHealth: counted('checkHealth', async () => ({}) as never),
        purge: counted('purge', async () => ({}) as never),
      },
      clock,
      logger: { ...silentLogger, error: (entry: LogEntry) => void errors.push(entry) },
    });
    return { clock, done, errors, housekeeping };
  };

  it('publishes every minute, checks every hour, tidies up every day', async () => {
    const { clock, done, housekeeping } = open();
    for (let minute = 0; minute < 24 * 60; minute += 1) await clock.advance(minuteMs);
    await housekeeping.stop();
    expect(done).toEqual({ resumePublishing: 24 * 60, checkHealth: 24, purge: 1 });
  });

  it('says what failed, and goes on', async () => {
    const { clock, done, errors, housekeeping } = open(async () => {
      throw new TypeError('the queue is down');
    });
    await clock.advance(minuteMs);
    await clock.advance(minuteMs);
    await housekeeping.stop();
    expect(done.resumePublishing).toBe(2);
    expect(errors).toHaveLength(2);
    expect(errors[0]).toMatchObject({ code: 'TypeError' });
  });

  it('ends when it is stopped, and leaves no timer behind', async () => {
    const { clock, done, housekeeping } = open();
    await housekeeping.stop();
    expect([clock.sleeping, done.resumePublishing]).toEqual([0, 0]);
  });
});
