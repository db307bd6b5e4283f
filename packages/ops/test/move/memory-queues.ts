import {
  CreateQueueCommand,
  type MessageAttributeValue,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { createFakeClock, type FakeClock } from '@hooklane/core/testing';
import {
  createMemorySqs,
  type InspectedMessage,
  type MemorySqs,
  type MemorySqsFaults,
} from '@hooklane/queue/testing';
import type { MoveMessagesOptions, MoveReport } from '../../src/index.ts';
import { moveMessages } from '../../src/index.ts';

/** Attributes as a test writes them. */
export type PlainAttributes = Readonly<Record<string, string>>;

/** A memory client with the queues `from` and `to`, whose time passes while a move runs. */
export interface MemoryQueues {
  readonly clock: FakeClock;
  readonly sqs: MemorySqs;
  readonly from: string;
  readonly to: string;
  /** What `faults` says holds from the next request on. */
  readonly faults: MemorySqsFaults;
  createQueue(name: string, attributes?: Record<string, string>): Promise<string>;
  send(bodies: readonly string[], attributes?: PlainAttributes, queueUrl?: string): Promise<void>;
  /** Moves from `from` to `to`, unless the options say otherwise, by copying. */
  move(options?: Partial<MoveMessagesOptions>): Promise<MoveReport>;
  bodies(queueName: string): readonly string[];
  inspect(queueName: string): readonly InspectedMessage[];
}

export async function openMemoryQueues(): Promise<MemoryQueues> {
  const clock = createFakeClock();
  const faults: MemorySqsFaults = {};
  const sqs = createMemorySqs({ clock, faults });
  const createQueue = async (name: string, Attributes?: Record<string, string>) => {
    const { QueueUrl = '' } = await sqs.send(
      new CreateQueueCommand({ QueueName: name, Attributes }),
    );
    return QueueUrl;
  };
  const [from, to] = [await createQueue('from'), await createQueue('to')];
  const settings = {
    from,
    clients: { sqs },
    clock,
    random: () => 0,
    useMoveTask: 'never',
  } as const;
  return {
    clock,
    sqs,
    from,
    to,
    faults,
    createQueue,
    send: (bodies, attributes = {}, queueUrl = from) =>
      sendAll(sqs, { bodies, attributes, queueUrl }),
    move: (options = {}) => {
      const target = options.toAttribute === undefined ? { to } : {};
      return passTime(clock, moveMessages({ ...settings, ...target, ...options }));
    },
    bodies: (name) => sqs.inspect(name).map(({ body }) => body),
    inspect: (name) => sqs.inspect(name),
  };
}

/** Lets time pass, a quarter of a second at a time, until the work is done. */
export async function passTime<Result>(clock: FakeClock, work: Promise<Result>): Promise<Result> {
  let isDone = false;
  const end = (): void => {
    isDone = true;
  };
  work.then(end, end);
  while (!isDone) await clock.advance(250);
  return work;
}

/** `count` texts that differ. */
export function texts(count: number, prefix = 'hook'): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix} ${index}`);
}

async function sendAll(
  sqs: MemorySqs,
  {
    bodies,
    attributes,
    queueUrl,
  }: { bodies: readonly string[]; attributes: PlainAttributes; queueUrl: string },
): Promise<void> {
  const MessageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]): [string, MessageAttributeValue] => [
      name,
      { DataType: 'String', StringValue },
    ]),
  );
  for (let first = 0; first < bodies.length; first += 10) {
    const Entries = bodies.slice(first, first + 10).map((MessageBody, index) => ({
      Id: String(index),
      MessageBody,
      MessageAttributes,
    }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
}
