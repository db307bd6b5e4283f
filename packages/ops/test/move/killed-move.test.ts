import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CreateQueueCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import { mapConcurrently } from '@hooklane/core';
import { type EmbeddedSqs, startEmbeddedSqs } from '@hooklane/queue/embedded';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ChildNews, ChildOrder } from './moving-child.ts';

const messages = 20_000;
/** All bodies together are 40 MB. */
const bodyBytes = 2_000;
/** So large a heap holds the SDK and what is under way. */
const heapMb = 56;
/** What a killed process had received is visible again by then. */
const aheadMs = 10 * 60_000;
const receivers = 32;
/** Less than the bodies that the last process moves would take. */
const mostGrowthBytes = 6 * 2 ** 20;

describe('a move that is killed', () => {
  let directory: string;
  let embedded: EmbeddedSqs;

  beforeEach(async () => {
    // Timers stay real: only the date of the server, which is in this process, is moved on.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    directory = mkdtempSync(join(tmpdir(), 'hooklane-move-'));
    embedded = await startEmbeddedSqs({ dataDir: directory });
  });
  afterEach(async () => {
    await embedded.stop();
    vi.useRealTimers();
    rmSync(directory, { recursive: true, force: true });
  });

  it('loses none of 20,000 messages in three kills, doubles few, and stays small', async () => {
    const from = await createQueue(embedded, 'from');
    const to = await createQueue(embedded, 'to');
    await fillQueue(embedded, from);
    const order = { endpoint: embedded.endpoint, from, to };
    for (const killAfter of [3_000, 4_000, 5_000]) {
      const { killed } = await runChild(order, killAfter);
      expect(killed).toBe(true);
      vi.setSystemTime(Date.now() + aheadMs);
    }
    const { news } = await runChild(order);
    expect(news.at(-1)).toMatchObject({ ended: 'empty' });
    expect(growthOf(news)).toBeLessThan(mostGrowthBytes);
    expect(embedded.messageBodies('from')).toEqual([]);
    const bodies = embedded.messageBodies('to');
    expect(new Set(bodies)).toEqual(new Set(Array.from({ length: messages }, (_, n) => bodyOf(n))));
    expect(bodies.length - messages).toBeLessThanOrEqual(3 * receivers * 10);
    for (const message of await receiveSome(embedded, to)) {
      const { Body = '', MessageAttributes } = message;
      expect(MessageAttributes).toEqual(attributesOf(Number.parseInt(Body, 10)));
    }
  }, 90_000);
});

async function createQueue({ client }: EmbeddedSqs, QueueName: string): Promise<string> {
  return (await client.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '';
}

async function fillQueue({ client }: EmbeddedSqs, QueueUrl: string): Promise<void> {
  const firsts = Array.from({ length: messages / 10 }, (_, batch) => batch * 10);
  await mapConcurrently(firsts, 8, (first) => {
    const Entries = Array.from({ length: 10 }, (_, index) => ({
      Id: String(index),
      MessageBody: bodyOf(first + index),
      MessageAttributes: attributesOf(first + index),
    }));
    return client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  });
}

function bodyOf(number: number): string {
  return `${number} `.repeat(bodyBytes).slice(0, bodyBytes);
}

function attributesOf(number: number) {
  return {
    number: { DataType: 'Number.int', StringValue: String(number) },
    key: { DataType: 'Binary', BinaryValue: Uint8Array.from([number % 256, 255]) },
  };
}

/** A tenth of the messages of a queue. */
async function receiveSome({ client }: EmbeddedSqs, QueueUrl: string): Promise<readonly Message[]> {
  const all: Message[] = [];
  while (all.length < messages / 10) {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 3_600,
        MessageAttributeNames: ['All'],
      }),
    );
    expect(Messages.length).toBeGreaterThan(0);
    all.push(...Messages);
  }
  return all;
}

interface ChildEnd {
  readonly killed: boolean;
  readonly news: readonly ChildNews[];
}

/** Lets a process move until it ends, or kills it once it has moved `killAfter` messages. */
async function runChild(
  order: ChildOrder,
  killAfter: number = Number.POSITIVE_INFINITY,
): Promise<ChildEnd> {
  const child = fork(
    fileURLToPath(new URL('./moving-child.ts', import.meta.url)),
    [JSON.stringify(order)],
    {
      execArgv: ['--conditions=@hooklane/source', '--expose-gc', `--max-old-space-size=${heapMb}`],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  const news: ChildNews[] = [];
  child.on('message', (message: ChildNews) => {
    news.push(message);
    if (message.moved >= killAfter) child.kill('SIGKILL');
  });
  const [code, signal] = await once(child, 'exit');
  if (signal === null) expect(code).toBe(0);
  return { killed: signal === 'SIGKILL', news };
}

/** By how many bytes the memory in use grew after the first 2,000 messages. */
function growthOf(news: readonly ChildNews[]): number {
  const warm = news.flatMap(({ moved, inUse }) =>
    moved >= 2_000 && inUse !== undefined ? [inUse] : [],
  );
  expect(warm.length).toBeGreaterThan(3);
  return Math.max(...warm) - (warm[0] ?? 0);
}
