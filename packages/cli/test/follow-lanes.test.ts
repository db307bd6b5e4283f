import type { Clock } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { followLanes } from '../src/follow-lanes.ts';

const message = JSON.stringify({
  partnerId: 'acme',
  hookId: 'msg_1',
  type: 'ping',
  attempt: 1,
  host: 'acme.example',
  outcome: 'delivered',
  durationMs: 9,
});
const page = { events: [{ eventId: 'a', timestamp: 1, message }] };

/** Logs that answer with each of these in turn, and the waits between. */
async function follow(answers: readonly (object | Error)[]) {
  const left = [...answers];
  const waitsMs: number[] = [];
  const notes: string[] = [];
  const clock: Clock = {
    now: () => 0,
    sleep: async (ms) => {
      waitsMs.push(ms);
    },
  };
  const attempts = await followLanes({
    partnerId: 'acme',
    logs: {
      send: async () => {
        const answer = left.shift() ?? new Error('There is no more');
        if (answer instanceof Error) throw answer;
        return answer;
      },
    } as never,
    provisioning: { stage: 'test' },
    since: 0,
    clock,
    note: (text) => notes.push(text),
    signal: new AbortController().signal,
  });
  return { attempts: attempts[Symbol.asyncIterator](), waitsMs, notes };
}

const awsError = (name: string, fields: object): Error =>
  Object.assign(new Error(name), { name, ...fields });

const unavailable = awsError('ServiceUnavailableException', { $metadata: { httpStatusCode: 503 } });
const reset = awsError('Error', { code: 'ECONNRESET' });

describe('followLanes', () => {
  it('goes on after AWS failed and connections broke, and says so', async () => {
    const { attempts, waitsMs, notes } = await follow([unavailable, reset, page]);
    expect((await attempts.next()).value).toMatchObject({ hookId: 'msg_1' });
    expect(waitsMs).toEqual([5_000, 2_000, 5_000, 2_000]);
    expect(notes).toEqual([
      'AWS does not answer (ServiceUnavailableException): asked again',
      'AWS does not answer (ECONNRESET): asked again',
    ]);
  });

  it('loses no attempt of a round that fails half way', async () => {
    const { attempts } = await follow([{ ...page, nextToken: 'next' }, unavailable, page]);
    expect((await attempts.next()).value).toMatchObject({ hookId: 'msg_1' });
  });

  it('ends with an error that trying again does not mend', async () => {
    const denied = awsError('AccessDeniedException', { $metadata: { httpStatusCode: 400 } });
    const { attempts } = await follow([denied]);
    await expect(attempts.next()).rejects.toBe(denied);
  });
});
