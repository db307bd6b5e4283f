import assert from 'node:assert/strict';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { assertRefused, openQueue, type SqsCase } from './sqs-under-test.ts';

/** Messages that are not to be seen at once. */
export const delayCases: readonly SqsCase[] = [
  {
    name: 'shows a delayed message only after its delay',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('later', { DelaySeconds: 1 });
      assert.deepEqual(await queue.receive(), []);
      await server.advance(1_000);
      assert.equal((await queue.receiveOne()).Body, 'later');
    },
  },
  {
    name: 'delays each message of a batch by its own delay',
    run: async (server) => {
      const queue = await openQueue(server);
      const Entries = [
        { Id: '0', MessageBody: 'now' },
        { Id: '1', MessageBody: 'later', DelaySeconds: 1 },
        { Id: '2', MessageBody: 'much later', DelaySeconds: 900 },
      ];
      await server.sqs.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries }));
      assert.equal((await queue.receiveOne()).Body, 'now');
      await server.advance(1_000);
      assert.equal((await queue.receiveOne()).Body, 'later');
    },
  },
  {
    name: 'delays by the delay of the queue where a message says none',
    run: async (server) => {
      const queue = await openQueue(server, { DelaySeconds: '1' });
      await queue.send('later');
      await queue.send('now', { DelaySeconds: 0 });
      assert.equal((await queue.receiveOne()).Body, 'now');
      await server.advance(1_000);
      assert.equal((await queue.receiveOne()).Body, 'later');
    },
  },
  ...([-1, 901].map((DelaySeconds) => ({
    name: `refuses a delay of ${DelaySeconds} seconds`,
    run: async (server): Promise<void> => {
      const queue = await openQueue(server);
      await assertRefused(queue.send('never', { DelaySeconds }), 'InvalidParameterValue');
    },
  })) satisfies readonly SqsCase[]),
];
