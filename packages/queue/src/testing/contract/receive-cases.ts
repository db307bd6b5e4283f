import assert from 'node:assert/strict';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { assertRefused, openQueue, type SqsCase, theOne } from './sqs-under-test.ts';

/** How a receive asks and waits. */
export const receiveCases: readonly SqsCase[] = [
  {
    name: 'receives one message unless asked for more',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('first');
      await queue.send('second');
      const { Messages = [] } = await server.sqs.send(
        new ReceiveMessageCommand({ QueueUrl: queue.url }),
      );
      theOne(Messages);
    },
  },
  ...([
    { MaxNumberOfMessages: 0 },
    { MaxNumberOfMessages: 11 },
    { WaitTimeSeconds: 21 },
    { VisibilityTimeout: 43_201 },
  ].map((wrong) => ({
    name: `refuses a receive with ${Object.entries(wrong).flat().join(' ')}`,
    run: async (server): Promise<void> => {
      const queue = await openQueue(server);
      await assertRefused(queue.receive(wrong), 'InvalidParameterValue');
    },
  })) satisfies readonly SqsCase[]),
  {
    name: 'ends a long poll when a message is sent',
    run: async (server) => {
      const queue = await openQueue(server);
      const poll = queue.receive({ WaitTimeSeconds: 20 });
      await server.advance(100);
      await queue.send('at last');
      assert.equal(theOne(await poll).Body, 'at last');
    },
  },
  {
    name: 'ends a long poll when a message becomes visible',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('delayed', { DelaySeconds: 1 });
      const poll = queue.receive({ WaitTimeSeconds: 20 });
      await server.advance(1_000);
      assert.equal(theOne(await poll).Body, 'delayed');
    },
  },
  {
    name: 'ends a long poll without messages when its time is over',
    run: async (server) => {
      const queue = await openQueue(server);
      const poll = queue.receive({ WaitTimeSeconds: 1 });
      await server.advance(1_000);
      assert.deepEqual(await poll, []);
    },
  },
  {
    name: 'ends a long poll with an AbortError when its signal aborts',
    run: async (server) => {
      const queue = await openQueue(server);
      const controller = new AbortController();
      const receive = new ReceiveMessageCommand({ QueueUrl: queue.url, WaitTimeSeconds: 20 });
      const poll = server.sqs.send(receive, { abortSignal: controller.signal });
      const ended = assert.rejects(poll, { name: 'AbortError' });
      await server.advance(100);
      controller.abort();
      await ended;
    },
  },
];
