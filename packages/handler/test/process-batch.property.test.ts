import { isDeepStrictEqual } from 'node:util';
import { type AttemptResult, encodeHook } from '@hooklane/core';
import { buildHook } from '@hooklane/core/testing';
import { acknowledgeMessages, type LaneMessage, receiveMessages } from '@hooklane/queue';
import type { MemorySqsFaults, SqsAction } from '@hooklane/queue/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BatchOutcome, processBatch } from '../src/process-batch.ts';
import type { TransportAnswer } from '../src/transport.ts';
import {
  answered,
  createLaneUnderTest,
  createTransportDouble,
  drive,
  type LaneUnderTest,
  type SentMessage,
} from './support/lane-under-test.ts';

/** What happens to one request, or to one entry of it. */
type Fault = 'none' | 'throttled' | 'answer lost' | 'entry refused' | 'entry wrong';
type Reply = TransportAnswer | 'bug' | 'aborted';

const replies: fc.Arbitrary<Reply> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(200, 204, 301, 404, 410, 429, 500, 503).map(answered) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Reply>(
      { kind: 'failed', code: 'timeout' },
      { kind: 'failed', code: 'blocked_address' },
      { kind: 'unsendable' },
      'bug',
    ),
  },
);
const faults = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant<Fault>('none') },
    {
      weight: 2,
      arbitrary: fc.constantFrom<Fault>('throttled', 'answer lost', 'entry refused', 'entry wrong'),
    },
  ),
  { maxLength: 40 },
);
const message: fc.Arbitrary<SentMessage & { readonly isEarly?: boolean }> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ hook: fc.nat(6).map((id) => ({ id: `msg_${id}` })) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      hook: fc.nat(6).map((id) => ({ id: `msg_${id}` })),
      attempt: fc.integer({ min: 1, max: 4 }),
      isEarly: fc.boolean(),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<SentMessage>(
      { body: 'no hook' },
      { body: '{"v":2}' },
      { hook: { id: 'msg_9', url: 'ftp://partner.example/' } },
    ),
  },
);
const policy = { schedule: [1_000, 60_000, 5_400_000], jitter: 0 };

describe('processBatch under faults', () => {
  it('puts every message into exactly one list, and acknowledges nothing that could be lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 10 }),
        fc.array(replies, { minLength: 10, maxLength: 10 }),
        faults,
        fc.constantFrom<'active' | 'disabled' | 'deleted'>(
          'active',
          'active',
          'disabled',
          'deleted',
        ),
        fc.boolean(),
        async (sent, answers, plan, state, areHandlesStale) => {
          const lane = await createFaultyLane(answers, plan, state);
          const messages = await lane.receive(sent);
          const batch = areHandlesStale ? messages.map(withStaleHandle) : messages;
          const outcome = await drive(processBatch(batch, lane.test.lane), lane.test.clock);
          expectEachOnce(outcome, batch);
          for (const acknowledged of outcome.acknowledge) {
            lane.expectAccountedFor(acknowledged, messages);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('ends every hook of a lane with a result, delivered or as a dead letter, once the faults are over', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 12 }),
        fc.array(replies, { minLength: 60, maxLength: 60 }),
        faults,
        async (ids, answers, plan) => {
          const lane = await createFaultyLane(answers, plan, 'active');
          const sent = ids.map((id) => ({ hook: { id: `msg_${id}` } }));
          await lane.test.sendOnly(sent);
          lane.beginFaults();
          await workUntilEmpty(lane.test);
          for (const { hook } of sent) lane.expectEnded(hook.id);
        },
      ),
      { numRuns: 100 },
    );
  });
});

function expectEachOnce(outcome: BatchOutcome, batch: readonly LaneMessage[]): void {
  const { acknowledge, held, failed, unstarted } = outcome;
  const listed = [...acknowledge, ...held, ...failed, ...unstarted].map(
    ({ messageId }) => messageId,
  );
  expect(listed.toSorted()).toEqual(batch.map(({ messageId }) => messageId).toSorted());
}

async function createFaultyLane(
  answers: readonly Reply[],
  plan: readonly Fault[],
  state: 'active' | 'disabled' | 'deleted',
) {
  const isFaulty = { now: false };
  const delivered = new Set<string>();
  const transport = createTransportDouble(({ headers }, post) => {
    const reply = answers[post - 1] ?? answered(200);
    if (reply === 'bug' || reply === 'aborted') throw new TypeError('a bug');
    const id = headers['webhook-id'] as string;
    if (reply.kind === 'answered' && [200, 204, 410].includes(reply.status)) delivered.add(id);
    return reply;
  });
  const test = await createLaneUnderTest({
    transport,
    policy,
    faults: faultsOf(plan, isFaulty),
    delivery: { partnerState: async () => state, inFlightLimit: 4 },
  });
  const inQueue = (queue: string) =>
    test.sqs.inspect(queue).map(({ body, ...rest }) => ({ body, rest }));
  const resultsOf = (hookId: string): AttemptResult[] =>
    inQueue('results')
      .flatMap(({ body }) => JSON.parse(body).results as AttemptResult[])
      .filter((result) => result.hookId === hookId);
  const isBuried = (body: string): boolean =>
    inQueue('lane-dlq').some((letter) => letter.body === body);
  return {
    test,
    receive: async (sent: readonly (SentMessage & { readonly isEarly?: boolean })[]) => {
      const messages = await test.send(
        sent.map(({ isEarly, ...rest }) =>
          isEarly === true ? { ...rest, dueAt: test.clock.now() + 5_400_000 } : rest,
        ),
      );
      isFaulty.now = true;
      return messages;
    },
    beginFaults: () => {
      isFaulty.now = true;
    },
    /** What was acknowledged is delivered, in the lane as another message, or a dead letter. */
    expectAccountedFor: (message: LaneMessage, batch: readonly LaneMessage[]): void => {
      const known = new Set(batch.map(({ messageId }) => messageId));
      const copies = test.sqs
        .inspect('lane')
        .filter(({ messageId, body }) => !known.has(messageId) && body === message.body);
      const hookId = hookIdOf(message.body);
      const isFinished =
        hookId !== undefined &&
        (delivered.has(hookId) || (state === 'deleted' && resultsOf(hookId).length > 0));
      expect(copies.length > 0 || isBuried(message.body) || isFinished).toBe(true);
      if (hookId !== undefined && copies.length === 0) {
        expect(resultsOf(hookId).length).toBeGreaterThan(0);
      }
    },
    expectEnded: (hookId: string): void => {
      const last = resultsOf(hookId).filter(({ next }) => next.kind !== 'requeue');
      expect(last.length).toBeGreaterThan(0);
      const body = encodeHook(buildHook({ id: hookId }));
      expect(isBuried(body) || delivered.has(hookId)).toBe(true);
      if (!delivered.has(hookId)) expect(isBuried(body)).toBe(true);
    },
  };
}

function hookIdOf(body: string): string | undefined {
  try {
    return JSON.parse(body).id;
  } catch {
    return undefined; // Poison has none.
  }
}

/** Faults that follow the plan, one step for each request and for each entry, and end with it. */
function faultsOf(plan: readonly Fault[], isFaulty: { readonly now: boolean }): MemorySqsFaults {
  const left = plan[Symbol.iterator]();
  const next = (): Fault => (isFaulty.now ? (left.next().value ?? 'none') : 'none');
  const isSend = (action: SqsAction): boolean => action !== 'ReceiveMessage';
  return {
    before: (action) => {
      if (isSend(action) && next() === 'throttled') throw named('RequestThrottled');
    },
    after: (action) => {
      if (isSend(action) && next() === 'answer lost') throw named('TimeoutError');
    },
    failEntry: () => {
      const fault = next();
      if (fault === 'entry refused') return { code: 'InternalError' };
      return fault === 'entry wrong'
        ? { code: 'InvalidParameterValue', isSenderFault: true }
        : undefined;
    },
  };
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

function withStaleHandle(message: LaneMessage): LaneMessage {
  const [queue, createdAt, id] = Buffer.from(message.receiptHandle, 'base64url')
    .toString()
    .split(' ');
  const stale = Buffer.from(`${queue} ${createdAt} ${id} 0`).toString('base64url');
  return { ...message, receiptHandle: stale };
}

async function workUntilEmpty(test: LaneUnderTest): Promise<void> {
  const options = { clients: { sqs: test.sqs }, clock: test.clock };
  for (let round = 0; round < 400; round += 1) {
    const messages = await receiveMessages(test.queueUrl, { ...options, waitSeconds: 0 });
    if (messages.length > 0) {
      const { acknowledge } = await drive(processBatch(messages, test.lane), test.clock);
      await drive(acknowledgeMessages(acknowledge, test.queueUrl, options), test.clock);
    } else if (isDeepStrictEqual(test.sqs.inspect('lane'), [])) {
      return;
    } else {
      await test.clock.advance(60_000);
    }
  }
  throw new Error('The lane did not come to rest');
}
