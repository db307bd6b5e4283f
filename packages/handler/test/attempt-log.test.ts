import type { BatchMetrics, LogEntry } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { processBatch } from '../src/process-batch.ts';
import type { TransportAnswer } from '../src/transport.ts';
import { answered, createLaneUnderTest, createTransportDouble } from './support/lane-under-test.ts';

describe('the log of a lane', () => {
  it('has one line for each attempt, with what an operator asks for', async () => {
    const { test, lines } = await createLane([answered(200), answered(503)]);
    const url = 'https://acme.example:8443/path?token=of-the-path';
    const messages = await test.send([
      { hook: { url } },
      { hook: { id: 'msg_2', url }, attempt: 2 },
    ]);
    await processBatch(messages, test.lane);
    const common = { partnerId: 'acme', type: 'invoice.paid', host: 'acme.example:8443' };
    expect(lines.map(dropUndefined)).toEqual([
      {
        level: 'info',
        message: 'Hook delivered',
        ...common,
        hookId: 'msg_1',
        attempt: 1,
        outcome: 'delivered',
        status: 200,
        durationMs: 7,
      },
      {
        level: 'warn',
        message: 'Attempt failed; the hook is tried again',
        ...common,
        hookId: 'msg_2',
        attempt: 2,
        outcome: 'refused',
        status: 503,
        durationMs: 7,
        nextAttempt: 3,
        dueAt: test.clock.now() - 7 + 300_000,
      },
    ]);
  });

  it.each<[string, TransportAnswer, object]>([
    ['an exhausted hook', answered(500), { level: 'error', deadLetter: 'exhausted', status: 500 }],
    [
      'a hook that cannot be sent',
      { kind: 'unsendable' },
      { level: 'error', deadLetter: 'rejected', code: 'invalid_headers' },
    ],
    ['a time-out', { kind: 'failed', code: 'timeout' }, { code: 'timeout' }],
    ['410', answered(410), { level: 'info', message: 'The partner does not want the hook' }],
  ])('tells of %s', async (_, answer, line) => {
    const { test, lines } = await createLane([answer]);
    await processBatch(await test.send([{ attempt: 10 }]), test.lane);
    expect(lines).toMatchObject([line]);
  });

  it('tells that a hook cannot be signed', async () => {
    const { test, lines } = await createLane([], []);
    await processBatch(await test.send([{}]), test.lane);
    expect(lines).toMatchObject([{ level: 'warn', code: 'secret_missing', hookId: 'msg_1' }]);
  });

  it('that throws costs no hook, and is a warning of the process', async () => {
    const warnings: string[] = [];
    const onWarning = ({ message }: Error): void => void warnings.push(message);
    process.on('warning', onWarning);
    const fail = (): never => {
      throw new TypeError('a bug');
    };
    const test = await createLaneUnderTest({
      transport: createTransportDouble(() => answered(200)),
      delivery: { logger: { info: fail, warn: fail, error: fail } },
    });
    const messages = await test.send([{}, { hook: { id: 'msg_2' } }]);
    expect((await processBatch(messages, test.lane)).acknowledge).toEqual(messages);
    await test.clock.advance(0);
    process.off('warning', onWarning);
    expect(warnings).toEqual([
      'The logger given to Hooklane threw TypeError; its log lines are lost',
    ]);
  });
});

describe('the metrics of a lane', () => {
  it('count a batch once', async () => {
    const batches: BatchMetrics[] = [];
    const answers = [answered(200), answered(500), answered(410), answered(200)];
    const test = await createLaneUnderTest({
      transport: createTransportDouble(async (_, post) => {
        await test.clock.advance(post);
        return answers[post - 1] as TransportAnswer;
      }),
      policy: { concurrency: 1 },
      delivery: { metrics: { record: (batch) => void batches.push(batch) } },
    });
    const now = test.clock.now();
    const messages = await test.send([
      { hook: { id: 'msg_1', createdAt: now - 500 } },
      { hook: { id: 'msg_2' }, attempt: 10, dueAt: now - 20 },
      { hook: { id: 'msg_3' } },
      { hook: { id: 'msg_4' } },
      { hook: { id: 'msg_5', url: 'ftp://acme.example/' } },
      { hook: { id: 'msg_6' }, dueAt: now + 60_000 },
      { body: 'no hook' },
    ]);
    await processBatch(messages, test.lane);
    expect(batches).toEqual([
      {
        partnerId: 'acme',
        delivered: 2,
        failed: 1,
        exhausted: 1,
        rejected: 1,
        poison: 1,
        declined: 1,
        unsigned: 0,
        held: 1,
        durationsMs: [1, 2, 3, 4],
        delaysMs: [500, 21, 3, 6],
      },
    ]);
  });

  it('that fail cost no hook', async () => {
    const errors: LogEntry[] = [];
    const test = await createLaneUnderTest({
      transport: createTransportDouble(() => answered(200)),
      delivery: {
        logger: { info: () => {}, warn: () => {}, error: (entry) => void errors.push(entry) },
        metrics: {
          record: () => {
            throw new RangeError('a bug');
          },
        },
      },
    });
    const messages = await test.send([{}]);
    expect((await processBatch(messages, test.lane)).acknowledge).toEqual(messages);
    expect(errors).toEqual([
      { message: 'The metrics failed', partnerId: 'acme', code: 'RangeError' },
    ]);
  });
});

async function createLane(answers: readonly TransportAnswer[], secrets?: readonly string[]) {
  const lines: Record<string, unknown>[] = [];
  const log = (level: string) => (entry: object) => void lines.push({ level, ...entry });
  const test = await createLaneUnderTest({
    transport: createTransportDouble(async (_, post) => {
      await test.clock.advance(7);
      return answers[post - 1] as TransportAnswer;
    }),
    policy: { jitter: 0, concurrency: 1 },
    ...(secrets !== undefined && { secrets }),
    delivery: { logger: { info: log('info'), warn: log('warn'), error: log('error') } },
  });
  return { test, lines };
}

function dropUndefined(line: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(line).filter(([, value]) => value !== undefined));
}
