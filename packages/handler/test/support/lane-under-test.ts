import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import {
  encodeHook,
  type Hook,
  type LogEntry,
  type Logger,
  type PartnerPolicy,
} from '@hooklane/core';
import { buildHook, createFakeClock, type FakeClock } from '@hooklane/core/testing';
import { type LaneMessage, receiveMessages, type SqsClient } from '@hooklane/queue';
import { createMemorySqs, type MemorySqs, type MemorySqsFaults } from '@hooklane/queue/testing';
import { type DeliveryOptions, resolveDelivery } from '../../src/delivery-options.ts';
import { createLane, type Lane } from '../../src/lane.ts';
import type { Transport, TransportAnswer, TransportRequest } from '../../src/transport.ts';

export const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

/** Shows what is logged to whoever looks for leaks, and to nobody else. */
const watchedLogger: Logger = { info: watch, warn: watch, error: watch };

function watch(entry: LogEntry): void {
  Reflect.get(globalThis, Symbol.for('hooklane.log-watch'))?.(entry);
}

/** A transport that answers what it is told, and remembers what it was given. */
export interface TransportDouble extends Transport {
  readonly posts: TransportRequest[];
}

export function createTransportDouble(
  answer: (request: TransportRequest, post: number) => TransportAnswer | Promise<TransportAnswer>,
): TransportDouble {
  const posts: TransportRequest[] = [];
  return {
    posts,
    post: async (request) => {
      posts.push(request);
      return answer(request, posts.length);
    },
    close: () => {},
  };
}

/** Moves the clock on until `promise` settles. */
export async function drive<Result>(promise: Promise<Result>, clock: FakeClock): Promise<Result> {
  let isOver = false;
  const over = promise.finally(() => {
    isOver = true;
  });
  // Awaited below; until then a rejection has its handler here.
  over.catch(() => {});
  while (!isOver) await clock.advance(100);
  return over;
}

export const answered = (status: number): TransportAnswer => ({ kind: 'answered', status });

/** A lane on the in-memory SQS and the fake clock. */
export interface LaneUnderTest {
  readonly clock: FakeClock;
  readonly sqs: MemorySqs;
  readonly lane: Lane;
  readonly delivery: DeliveryOptions;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** Sends messages into the lane. */
  sendOnly(messages: readonly SentMessage[]): Promise<void>;
  /** Sends messages into the lane and receives them. */
  send(messages: readonly SentMessage[]): Promise<readonly LaneMessage[]>;
}

export interface SentMessage {
  readonly hook?: Partial<Hook>;
  readonly body?: string;
  readonly attempt?: number;
  readonly dueAt?: number;
}

export async function createLaneUnderTest(options: {
  readonly transport: Transport;
  readonly policy?: PartnerPolicy;
  readonly faults?: MemorySqsFaults;
  readonly secrets?: readonly string[];
  readonly delivery?: Partial<DeliveryOptions>;
  readonly processes?: number;
}): Promise<LaneUnderTest> {
  const clock = createFakeClock();
  const sqs = createMemorySqs({ clock, ...(options.faults && { faults: options.faults }) });
  const queueUrl = await createQueue(sqs, 'lane');
  const deadLetterQueueUrl = await createQueue(sqs, 'lane-dlq');
  const resultsQueueUrl = await createQueue(sqs, 'results');
  const delivery: DeliveryOptions = {
    secrets: { getSecrets: async () => options.secrets ?? [secret] },
    resultsQueueUrl,
    transport: options.transport,
    clients: { sqs },
    clock,
    random: () => 0,
    logger: watchedLogger,
    ...options.delivery,
  };
  const { policy, processes } = options;
  const lane = createLane(
    { partnerId: 'acme', queueUrl, deadLetterQueueUrl, policy, processes },
    resolveDelivery(delivery),
  );
  const sendOnly = async (messages: readonly SentMessage[]): Promise<void> => {
    for (const { hook, body, attempt, dueAt } of messages) {
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: body ?? encodeHook(buildHook(hook)),
          MessageAttributes: { ...number('attempt', attempt), ...number('dueAt', dueAt) },
        }),
      );
    }
  };
  return {
    clock,
    sqs,
    lane,
    delivery,
    queueUrl,
    deadLetterQueueUrl,
    sendOnly,
    send: async (messages) => {
      await sendOnly(messages);
      return receiveMessages(queueUrl, { clients: { sqs }, clock, waitSeconds: 0 });
    },
  };
}

async function createQueue(sqs: SqsClient, name: string): Promise<string> {
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: { VisibilityTimeout: '60' } }),
  );
  return QueueUrl as string;
}

function number(name: string, value: number | undefined) {
  return value === undefined ? {} : { [name]: { DataType: 'Number', StringValue: String(value) } };
}
