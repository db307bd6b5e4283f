import { sqsError } from '@hooklane/queue/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MoveReport } from '../../src/index.ts';
import { type MemoryQueues, openMemoryQueues, texts } from './memory-queues.ts';

const fault = fc.constantFrom('none', 'none', 'none', 'refused', 'answer lost', 'in part');
type Fault = 'none' | 'refused' | 'answer lost' | 'in part';

/** One fault after the other, for each request of a run; none for the requests after the last. */
function injectFaults({ faults }: MemoryQueues, plan: readonly Fault[]): { lostSends: number } {
  const seen = { lostSends: 0 };
  const faultOf = new WeakMap<object, Fault>();
  let next = 0;
  faults.before = (action, input) => {
    if (action === 'GetQueueAttributes') return;
    const chosen = plan[next++] ?? 'none';
    faultOf.set(input, chosen);
    if ('Entries' in input)
      for (const entry of input.Entries as object[]) faultOf.set(entry, chosen);
    if (chosen === 'refused') throw sqsError('InternalError');
  };
  faults.failEntry = (_action, entry) =>
    faultOf.get(entry) === 'in part' && 'Id' in entry && Number(entry.Id) % 2 === 0
      ? { code: 'InternalError' }
      : undefined;
  faults.after = (action, input) => {
    if (faultOf.get(input) !== 'answer lost') return;
    if (action === 'SendMessageBatch') seen.lostSends += 1;
    throw new Error('socket hang up');
  };
  return seen;
}

describe('moveMessages, whatever SQS refuses', () => {
  it('keeps every message in the source or the target, unaltered, and in the target at most once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          messages: fc.integer({ min: 0, max: 120 }),
          plan: fc.array(fault, { maxLength: 60 }),
          receivers: fc.integer({ min: 1, max: 8 }),
          limit: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
          ratePerSecond: fc.option(fc.integer({ min: 1, max: 200 }), { nil: undefined }),
          keepEvery: fc.integer({ min: 2, max: 20 }),
        }),
        async ({ messages, plan, keepEvery, limit, ...options }) => {
          const queues = await openMemoryQueues();
          const sent = texts(messages);
          await queues.send(sent, { attempt: '3', reason: 'exhausted' });
          const seen = injectFaults(queues, plan);
          const isWanted = (body: string): boolean => Number(body.split(' ')[1]) % keepEvery !== 0;
          const report = await queues
            .move({ ...options, limit, filter: ({ body }) => isWanted(body) })
            .catch((error: unknown) => error);
          const [from, to] = [queues.inspect('from'), queues.inspect('to')];
          expect(new Set([...from, ...to].map(({ body }) => body))).toEqual(new Set(sent));
          const arrived = to.map(({ body }) => body);
          expect(new Set(arrived).size).toBe(arrived.length);
          expect(arrived.every(isWanted)).toBe(true);
          for (const { attributes } of [...from, ...to]) {
            expect(attributes).toEqual({
              attempt: { DataType: 'String', StringValue: '3' },
              reason: { DataType: 'String', StringValue: 'exhausted' },
            });
          }
          // A run whose receives keep failing throws.
          if (report instanceof Error) return;
          const { moved, failed, skipped } = report as MoveReport;
          if (limit !== undefined) expect(moved).toBeLessThanOrEqual(limit);
          if (seen.lostSends === 0) expect(moved).toBe(arrived.length);
          expect(moved).toBeLessThanOrEqual(arrived.length);
          const isCalm = limit === undefined && plan.every((one) => one === 'none');
          if (isCalm) expect([skipped + moved, failed]).toEqual([messages, 0]);
        },
      ),
      { numRuns: 150 },
    );
  });
});
