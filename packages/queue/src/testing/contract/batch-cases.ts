import assert from 'node:assert/strict';
import {
  DeleteMessageBatchCommand,
  SendMessageBatchCommand,
  type SendMessageBatchCommandOutput,
  type SendMessageBatchRequestEntry,
} from '@aws-sdk/client-sqs';
import { assertRefused, openQueue, type SqsCase, type SqsUnderTest } from './sqs-under-test.ts';

const mostBytes = 1_048_576;

/** Several messages in one request. */
export const batchCases: readonly SqsCase[] = [
  {
    name: 'sends and deletes ten messages in one request each',
    run: async (server) => {
      const queue = await openQueue(server);
      const sent = await sendBatch(server, queue.url, entries(10));
      assert.equal(sent.Successful?.length, 10);
      assert.ok(sent.Successful.every(({ MessageId }) => MessageId));
      const received = await queue.receive();
      const bodies = new Set(received.map(({ Body }) => Body));
      assert.deepEqual(bodies, new Set(entries(10).map(({ MessageBody }) => MessageBody)));
      const Entries = received.map(({ ReceiptHandle }, index) => ({
        Id: `${index}`,
        ReceiptHandle,
      }));
      const deletion = new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries });
      assert.equal((await server.sqs.send(deletion)).Successful?.length, 10);
      assert.equal((await queue.attributes())['ApproximateNumberOfMessagesNotVisible'], '0');
    },
  },
  {
    name: 'refuses a batch of 11 entries',
    run: (server) => assertBatchRefused(server, entries(11), 'TooManyEntriesInBatchRequest'),
  },
  {
    name: 'refuses a batch without entries',
    run: (server) => assertBatchRefused(server, [], 'EmptyBatchRequest'),
  },
  {
    name: 'refuses a batch with the same id twice',
    run: async (server) => {
      const twice = entries(2).map((entry) => ({ ...entry, Id: 'same' }));
      await assertBatchRefused(server, twice, 'BatchEntryIdsNotDistinct');
    },
  },
  {
    name: 'takes ids of 80 characters',
    run: async (server) => {
      const queue = await openQueue(server);
      const Id = 'i'.repeat(80);
      const { Successful } = await sendBatch(server, queue.url, [{ Id, MessageBody: 'long id' }]);
      assert.deepEqual(
        Successful?.map((entry) => entry.Id),
        [Id],
      );
    },
  },
  {
    name: 'refuses an id of 81 characters',
    run: async (server) => {
      const long = [{ Id: 'i'.repeat(81), MessageBody: 'too long an id' }];
      await assertBatchRefused(server, long, 'InvalidBatchEntryId');
    },
  },
  {
    name: 'refuses an id with other characters than letters, digits, hyphens and underscores',
    run: async (server) => {
      const dotted = [{ Id: 'a.b', MessageBody: 'dotted id' }];
      await assertBatchRefused(server, dotted, 'InvalidBatchEntryId');
    },
  },
  {
    name: 'takes a batch of exactly 1 MiB',
    run: async (server) => {
      const queue = await openQueue(server);
      const MessageBody = 'x'.repeat(mostBytes / 2);
      const halves = entries(2).map((entry) => ({ ...entry, MessageBody }));
      const { Successful } = await sendBatch(server, queue.url, halves);
      assert.equal(Successful?.length, 2);
    },
  },
  {
    name: 'refuses a batch of more than 1 MiB in all',
    run: async (server) => {
      const MessageBody = 'x'.repeat(mostBytes / 2 + 1);
      const halves = entries(2).map((entry) => ({ ...entry, MessageBody }));
      await assertBatchRefused(server, halves, 'BatchRequestTooLong');
    },
  },
  {
    name: 'counts bytes, not characters, of a batch',
    run: async (server) => {
      const MessageBody = 'é'.repeat(mostBytes / 4 + 1);
      const halves = entries(2).map((entry) => ({ ...entry, MessageBody }));
      await assertBatchRefused(server, halves, 'BatchRequestTooLong');
    },
  },
  {
    name: 'sends the other messages of a batch when one has a refused character',
    run: (server) => assertPartlySent(server, { Id: 'bad', MessageBody: 'raw \uFFFF' }),
  },
  {
    name: 'sends the other messages of a batch when one has too long a delay',
    run: (server) => assertPartlySent(server, { Id: 'bad', MessageBody: '901', DelaySeconds: 901 }),
  },
];

function entries(count: number): readonly SendMessageBatchRequestEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    Id: `${index}`,
    MessageBody: `message ${index}`,
  }));
}

function sendBatch(
  { sqs }: SqsUnderTest,
  QueueUrl: string,
  batch: readonly SendMessageBatchRequestEntry[],
): Promise<SendMessageBatchCommandOutput> {
  return sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [...batch] }));
}

async function assertBatchRefused(
  server: SqsUnderTest,
  batch: readonly SendMessageBatchRequestEntry[],
  name: string,
): Promise<void> {
  const queue = await openQueue(server);
  await assertRefused(sendBatch(server, queue.url, batch), name);
  assert.deepEqual(await queue.receive(), []);
}

async function assertPartlySent(
  server: SqsUnderTest,
  bad: SendMessageBatchRequestEntry,
): Promise<void> {
  const queue = await openQueue(server);
  const batch = [...entries(1), bad, { Id: 'last', MessageBody: 'last' }];
  const { Successful = [], Failed = [] } = await sendBatch(server, queue.url, batch);
  assert.deepEqual(
    Successful.map(({ Id }) => Id),
    ['0', 'last'],
  );
  assert.deepEqual(
    Failed.map(({ Id, SenderFault }) => ({ Id, SenderFault })),
    [{ Id: 'bad', SenderFault: true }],
  );
  assert.equal((await queue.receive()).length, 2);
}
