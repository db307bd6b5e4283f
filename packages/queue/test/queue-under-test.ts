import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { createFakeClock, type FakeClock } from '@hooklane/core/testing';
import { type LaneMessage, loadTracing, type SqsClient } from '../src/index.ts';
import { createMemorySqs, type MemorySqs, type MemorySqsFaults } from '../src/testing.ts';

// The first publish waits for it in real time, while the time of a test would pass without it.
await loadTracing();

/** A queue in memory on a fake clock, and the options that lead to it. */
export interface QueueUnderTest {
  readonly clock: FakeClock;
  readonly faults: MemorySqsFaults;
  readonly sqs: MemorySqs;
  readonly queueUrl: string;
  readonly options: {
    readonly clients: { readonly sqs: MemorySqs };
    readonly clock: FakeClock;
  };
}

/** Makes an account in memory with one queue. */
export async function createQueueUnderTest(name = 'lane'): Promise<QueueUnderTest> {
  const clock = createFakeClock();
  const faults: MemorySqsFaults = {};
  const sqs = createMemorySqs({ clock, faults });
  const queueUrl = await makeQueue(sqs, name);
  return { clock, faults, sqs, queueUrl, options: { clients: { sqs }, clock } };
}

/** Makes a queue and gives its URL. */
export async function makeQueue(
  sqs: SqsClient,
  name: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
  );
  return QueueUrl;
}

/** A message as it came out of a lane, with whatever `fields` says otherwise. */
export function buildLaneMessage(fields: Partial<LaneMessage> = {}): LaneMessage {
  return {
    messageId: 'message-1',
    receiptHandle: 'handle-1',
    body: '{}',
    receiveCount: 1,
    receivedAt: Date.UTC(2026, 0, 1),
    ...fields,
  };
}

/** Lets a promise run until time must pass, then lets that time pass. */
export async function whileTimePasses<Value>(
  promise: Promise<Value>,
  clock: FakeClock,
  ms = 60_000,
): Promise<Value> {
  const [value] = await Promise.all([promise, clock.advance(ms)]);
  return value;
}
