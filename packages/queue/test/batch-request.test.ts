import { createFakeClock, type FakeClock } from '@hooklane/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { type BatchAnswer, requestInBatches } from '../src/batch-request.ts';
import { sqsError } from '../src/testing.ts';
import { whileTimePasses } from './queue-under-test.ts';

interface Answers {
  readonly [entry: string]: 'throttled' | 'wrong' | 'unanswered';
}

describe('requestInBatches', () => {
  let clock: FakeClock;
  let requests: string[][];

  beforeEach(() => {
    clock = createFakeClock();
    requests = [];
  });

  /** Answers each entry as the answers of this request say; success unless told. */
  function answering(...answersByRequest: readonly Answers[]) {
    return async (entries: readonly string[]): Promise<BatchAnswer> => {
      const answers = answersByRequest[requests.length] ?? {};
      requests.push([...entries]);
      const named = entries.map((entry, index) => ({ Id: String(index), entry }));
      return {
        Successful: named
          .filter(({ entry }) => answers[entry] === undefined)
          .map(({ Id, entry }) => ({ Id, MessageId: `id-of-${entry}` })),
        Failed: named
          .filter(({ entry }) => answers[entry] === 'throttled' || answers[entry] === 'wrong')
          .map(({ Id, entry }) => ({
            Id,
            Code: answers[entry] === 'wrong' ? 'InvalidParameterValue' : 'ThrottlingException',
            SenderFault: answers[entry] === 'wrong',
          })),
      };
    };
  }

  it('gives the outcomes in the order of the entries, over several requests', async () => {
    const entries = Array.from({ length: 25 }, (_, index) => `e${index}`);
    const outcomes = await requestInBatches(entries, { request: answering(), clock });
    expect(requests.map((request) => request.length)).toEqual([10, 10, 5]);
    expect(outcomes).toEqual(entries.map((entry) => ({ ok: true, messageId: `id-of-${entry}` })));
  });

  it('makes no request for no entries', async () => {
    expect(await requestInBatches([], { request: answering(), clock })).toEqual([]);
    expect(requests).toEqual([]);
  });

  it('tries again what was refused, and nothing else', async () => {
    const request = answering({ b: 'throttled', d: 'throttled' }, { d: 'throttled' });
    const outcomes = await whileTimePasses(
      requestInBatches(['a', 'b', 'c', 'd'], { request, clock }),
      clock,
    );
    expect(requests).toEqual([['a', 'b', 'c', 'd'], ['b', 'd'], ['d']]);
    expect(outcomes.map((outcome) => outcome.ok && outcome.messageId)).toEqual([
      'id-of-a',
      'id-of-b',
      'id-of-c',
      'id-of-d',
    ]);
  });

  it('gives up on an entry after three tries and says why', async () => {
    const stubborn = { b: 'throttled' } as const;
    const outcomes = await whileTimePasses(
      requestInBatches(['a', 'b'], { request: answering(stubborn, stubborn, stubborn), clock }),
      clock,
    );
    expect(requests).toEqual([['a', 'b'], ['b'], ['b']]);
    expect(outcomes[1]).toEqual({ ok: false, code: 'ThrottlingException', isFinal: false });
  });

  it('waits 100 ms before the second try and 200 ms before the third', async () => {
    const stubborn = { a: 'throttled' } as const;
    const done = requestInBatches(['a'], { request: answering(stubborn, stubborn), clock });
    await clock.advance(99);
    expect(requests).toHaveLength(1);
    await clock.advance(1);
    expect(requests).toHaveLength(2);
    await clock.advance(199);
    expect(requests).toHaveLength(2);
    await clock.advance(1);
    expect(await done).toMatchObject([{ ok: true }]);
  });

  it('does not try again what the sender got wrong', async () => {
    const outcomes = await requestInBatches(['a', 'b'], {
      request: answering({ a: 'wrong' }),
      clock,
    });
    expect(requests).toHaveLength(1);
    expect(outcomes).toMatchObject([
      { ok: false, code: 'InvalidParameterValue', isFinal: true },
      { ok: true },
    ]);
  });

  it('tries again an entry that the answer does not name', async () => {
    const outcomes = await whileTimePasses(
      requestInBatches(['a', 'b'], { request: answering({ b: 'unanswered' }), clock }),
      clock,
    );
    expect(requests).toEqual([['a', 'b'], ['b']]);
    expect(outcomes).toMatchObject([{ ok: true }, { ok: true, messageId: 'id-of-b' }]);
  });

  it('says that an entry was never answered', async () => {
    const silent = { a: 'unanswered' } as const;
    const outcomes = await whileTimePasses(
      requestInBatches(['a'], { request: answering(silent, silent, silent), clock }),
      clock,
    );
    expect(outcomes).toEqual([{ ok: false, code: 'NoAnswer', isFinal: false }]);
  });

  it.each(['7', '-1', '1.5', '', 'a', undefined])(
    'takes nothing for answered by the unknown id %j',
    async (Id) => {
      let requests = 0;
      const request = async (): Promise<BatchAnswer> => {
        requests += 1;
        return requests === 1
          ? { Successful: [{ Id, MessageId: 'stray' }] }
          : { Successful: [{ Id: '0' }, { Id: '1' }] };
      };
      const outcomes = await whileTimePasses(
        requestInBatches(['a', 'b'], { request, clock }),
        clock,
      );
      expect(requests).toBe(2);
      expect(outcomes).toEqual([
        { ok: true, messageId: '' },
        { ok: true, messageId: '' },
      ]);
    },
  );

  it('gives every entry of a request that failed its error, and does not repeat it', async () => {
    const cause = sqsError('RequestThrottled');
    let requests = 0;
    const request = async (entries: readonly number[]): Promise<BatchAnswer> => {
      requests += 1;
      if (entries.includes(3)) throw cause;
      return { Successful: entries.map((_, index) => ({ Id: String(index) })) };
    };
    const entries = Array.from({ length: 12 }, (_, index) => index);
    const outcomes = await requestInBatches(entries, { request, clock });
    const failed = { ok: false, code: 'RequestThrottled', isFinal: true, cause };
    expect(outcomes.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => failed));
    expect(outcomes.slice(10).every(({ ok }) => ok)).toBe(true);
    expect(requests).toBe(2);
  });

  it('keeps what was accepted before an abort ended the tries', async () => {
    const controller = new AbortController();
    const done = requestInBatches(['a', 'b'], {
      request: answering({ b: 'throttled' }),
      clock,
      signal: controller.signal,
    });
    await clock.advance(0);
    controller.abort();
    expect(await done).toEqual([
      { ok: true, messageId: 'id-of-a' },
      { ok: false, code: 'ThrottlingException', isFinal: false },
    ]);
    expect(clock.sleeping).toBe(0);
  });

  it('has at most eight requests under way', async () => {
    let underWay = 0;
    let most = 0;
    const request = async (entries: readonly number[]): Promise<BatchAnswer> => {
      underWay += 1;
      most = Math.max(most, underWay);
      await clock.sleep(10);
      underWay -= 1;
      return { Successful: entries.map((_, index) => ({ Id: String(index) })) };
    };
    const entries = Array.from({ length: 200 }, (_, index) => index);
    await whileTimePasses(requestInBatches(entries, { request, clock }), clock);
    expect(most).toBe(8);
  });
});
