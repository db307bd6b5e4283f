import assert from 'node:assert/strict';
import {
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
} from '@aws-sdk/client-sqs';
import { assertRefused, openQueue, type SqsCase, type SqsUnderTest } from './sqs-under-test.ts';

/** SQS refuses a handle whose message is not in flight with one of these. */
const notInFlight = ['MessageNotInflight', 'InvalidParameterValue', 'ReceiptHandleIsInvalid'];
const longestVisibilitySeconds = 43_200;

/** Messages in flight: hidden, held, released, deleted. */
export const visibilityCases: readonly SqsCase[] = [
  {
    name: 'hides a received message for the visibility timeout of the queue',
    run: async (server) => {
      const queue = await openQueue(server, { VisibilityTimeout: '1' });
      await queue.send('again');
      await queue.receiveOne();
      assert.deepEqual(await queue.receive(), []);
      await server.advance(1_000);
      assert.equal((await queue.receiveOne()).Body, 'again');
    },
  },
  {
    name: 'holds messages by changing their visibility in a batch',
    run: async (server) => {
      const queue = await openQueue(server, { VisibilityTimeout: '1' });
      await queue.send('held');
      const { ReceiptHandle } = await queue.receiveOne();
      const failed = await holdInBatch(server, queue.url, ReceiptHandle, 2);
      assert.deepEqual(failed, []);
      await server.advance(1_000);
      assert.deepEqual(await queue.receive(), []);
      await server.advance(1_000);
      assert.equal((await queue.receiveOne()).Body, 'held');
    },
  },
  ...([1, 0].map((seconds) => ({
    name: `releases a message by a visibility of ${seconds} seconds`,
    run: async (server): Promise<void> => {
      const queue = await openQueue(server);
      await queue.send('released');
      const { ReceiptHandle } = await queue.receiveOne();
      assert.deepEqual(await holdInBatch(server, queue.url, ReceiptHandle, seconds), []);
      await server.advance(seconds * 1_000);
      assert.equal((await queue.receiveOne()).Body, 'released');
    },
  })) satisfies readonly SqsCase[]),
  {
    name: 'deletes a held message by the handle of its receive',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('done');
      const { ReceiptHandle } = await queue.receiveOne();
      await holdInBatch(server, queue.url, ReceiptHandle, 1);
      const Entries = [{ Id: '0', ReceiptHandle }];
      const deletion = new DeleteMessageBatchCommand({ QueueUrl: queue.url, Entries });
      const { Successful = [], Failed = [] } = await server.sqs.send(deletion);
      assert.deepEqual([Successful.map(({ Id }) => Id), Failed], [['0'], []]);
      await server.advance(1_000);
      assert.deepEqual(await queue.receive(), []);
    },
  },
  {
    name: 'refuses a hold that ends more than 12 hours after the receive',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('held for long');
      const { ReceiptHandle } = await queue.receiveOne();
      await server.advance(1_000);
      const hold = { QueueUrl: queue.url, ReceiptHandle };
      const VisibilityTimeout = longestVisibilitySeconds;
      const change = new ChangeMessageVisibilityCommand({ ...hold, VisibilityTimeout });
      await assertRefused(server.sqs.send(change), 'InvalidParameterValue');
    },
  },
  {
    name: 'counts the 12 hours from the receive, not from the send',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('received late');
      await server.advance(2_000);
      const { ReceiptHandle } = await queue.receiveOne();
      const seconds = longestVisibilitySeconds - 1;
      assert.deepEqual(await holdInBatch(server, queue.url, ReceiptHandle, seconds), []);
    },
  },
  {
    name: 'fails the entry whose message is visible again, and only that',
    run: async (server) => {
      const queue = await openQueue(server, { VisibilityTimeout: '1' });
      await queue.send('visible again');
      const { ReceiptHandle } = await queue.receiveOne();
      await server.advance(1_000);
      const failed = await holdInBatch(server, queue.url, ReceiptHandle, 60);
      assert.deepEqual(failed, ['not in flight']);
      assert.equal((await queue.receiveOne()).Body, 'visible again');
    },
  },
  {
    name: 'fails the entry whose message is deleted, and only that',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('deleted');
      const { ReceiptHandle } = await queue.receiveOne();
      const deletion = { QueueUrl: queue.url, ReceiptHandle };
      await server.sqs.send(new DeleteMessageCommand(deletion));
      assert.deepEqual(await holdInBatch(server, queue.url, ReceiptHandle, 60), ['not in flight']);
    },
  },
  {
    name: 'leaves a message that was received again when its old handle deletes',
    run: async (server) => {
      const queue = await openQueue(server, { VisibilityTimeout: '1' });
      await queue.send('received twice');
      const { ReceiptHandle } = await queue.receiveOne();
      await server.advance(1_000);
      await queue.receiveOne();
      await server.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
      await server.advance(1_000);
      assert.equal((await queue.receiveOne()).Body, 'received twice');
    },
  },
  {
    name: 'deletes a message that is visible again and was not received since',
    run: async (server) => {
      const queue = await openQueue(server, { VisibilityTimeout: '1' });
      await queue.send('late acknowledgement');
      const { ReceiptHandle } = await queue.receiveOne();
      await server.advance(1_000);
      await server.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
      assert.deepEqual(await queue.receive(), []);
    },
  },
  {
    name: 'refuses to delete by what is no receipt handle',
    run: async (server) => {
      const { url: QueueUrl } = await openQueue(server);
      const deletion = new DeleteMessageCommand({ QueueUrl, ReceiptHandle: 'garbage' });
      await assertRefused(server.sqs.send(deletion), 'ReceiptHandleIsInvalid');
    },
  },
];

/** Changes the visibility of one message; tells the failures, those of a lost flight in one word. */
async function holdInBatch(
  { sqs }: SqsUnderTest,
  QueueUrl: string,
  ReceiptHandle: string,
  VisibilityTimeout: number,
): Promise<readonly (string | undefined)[]> {
  const Entries = [{ Id: '0', ReceiptHandle, VisibilityTimeout }];
  const change = new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries });
  const { Successful = [], Failed = [] } = await sqs.send(change);
  assert.equal(Successful.length + Failed.length, 1);
  return Failed.map(({ Code = '' }) => (notInFlight.includes(Code) ? 'not in flight' : Code));
}
