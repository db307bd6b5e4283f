import assert from 'node:assert/strict';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { assertRefused, openQueue, type SqsCase } from './sqs-under-test.ts';

const mostBytes = 1_048_576;
const attempt = { DataType: 'Number', StringValue: '3' };
const partner = { DataType: 'String', StringValue: 'ácme' };

/** What a message may hold, and what a receive gives of it. */
export const messageCases: readonly SqsCase[] = [
  {
    name: 'keeps Number and String attributes',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('with attributes', { MessageAttributes: { attempt, partner } });
      const { MessageAttributes = {} } = await queue.receiveOne();
      assert.deepEqual(valuesOf(MessageAttributes), {
        attempt: ['Number', '3'],
        partner: ['String', 'ácme'],
      });
    },
  },
  {
    name: 'gives the message attributes that are asked for and no others',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('with attributes', { MessageAttributes: { attempt, partner } });
      const MessageAttributeNames = ['attempt', 'dueAt'];
      const { MessageAttributes = {} } = await queue.receiveOne({ MessageAttributeNames });
      assert.deepEqual(Object.keys(MessageAttributes), ['attempt']);
    },
  },
  {
    name: 'tells when a message was sent and first received, and how often it was received',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('timed');
      await server.advance(1_000);
      const { Attributes: first = {} } = await queue.receiveOne({ VisibilityTimeout: 1 });
      const sentAt = Number(first.SentTimestamp);
      const receivedAt = Number(first.ApproximateFirstReceiveTimestamp);
      assert.ok(sentAt + 1_000 <= receivedAt, `sent at ${sentAt}, received at ${receivedAt}`);
      assert.equal(first.ApproximateReceiveCount, '1');
      await server.advance(1_000);
      const { Attributes: second = {} } = await queue.receiveOne();
      assert.equal(second.ApproximateReceiveCount, '2');
      assert.equal(Number(second.SentTimestamp), sentAt);
      assert.equal(Number(second.ApproximateFirstReceiveTimestamp), receivedAt);
    },
  },
  {
    name: 'keeps letters outside ASCII',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('Überweisung für 株式会社 \u2028 \uFFFD');
      assert.equal((await queue.receiveOne()).Body, 'Überweisung für 株式会社 \u2028 \uFFFD');
    },
  },
  {
    name: 'keeps emoji',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('paid 🎉');
      assert.equal((await queue.receiveOne()).Body, 'paid 🎉');
    },
  },
  {
    name: 'keeps U+FFFE and U+FFFF written as JSON escapes',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('"\\ufffe\\uffff"');
      assert.equal((await queue.receiveOne()).Body, '"\\ufffe\\uffff"');
    },
  },
  ...(['\uFFFE', '\uFFFF', '\u0000', '\u001B'].map((character) => ({
    name: `refuses a message with the raw character ${codeOf(character)}`,
    run: async (server): Promise<void> => {
      const queue = await openQueue(server);
      await assertRefused(queue.send(`raw ${character}`), 'InvalidMessageContents');
    },
  })) satisfies readonly SqsCase[]),
  {
    name: 'takes a message of exactly 1 MiB, attributes included',
    run: async (server) => {
      const queue = await openQueue(server);
      const body = 'x'.repeat(mostBytes - 'attempt'.length - 'Number'.length - 1);
      await queue.send(body, { MessageAttributes: { attempt } });
      assert.equal((await queue.receiveOne()).Body.length, body.length);
    },
  },
  {
    name: 'refuses a message whose body is longer than 1 MiB',
    run: async (server) => {
      const queue = await openQueue(server);
      await assertRefused(queue.send('x'.repeat(mostBytes + 1)), 'InvalidParameterValue');
    },
  },
  {
    name: 'refuses a message that only its attributes make longer than 1 MiB',
    run: async (server) => {
      const queue = await openQueue(server);
      const body = 'x'.repeat(mostBytes - 'attempt'.length);
      const send = queue.send(body, { MessageAttributes: { attempt } });
      await assertRefused(send, 'InvalidParameterValue');
    },
  },
  {
    name: 'refuses a message whose bytes, not characters, are more than 1 MiB',
    run: async (server) => {
      const queue = await openQueue(server);
      await assertRefused(queue.send('é'.repeat(mostBytes / 2 + 1)), 'InvalidParameterValue');
    },
  },
  {
    name: 'refuses a message with 11 attributes',
    run: async (server) => {
      const queue = await openQueue(server);
      const names = Array.from({ length: 11 }, (_, index) => [`a${index}`, attempt]);
      const MessageAttributes = Object.fromEntries(names);
      await assertRefused(queue.send('many', { MessageAttributes }), 'InvalidParameterValue');
    },
  },
];

function valuesOf(attributes: Readonly<Record<string, MessageAttributeValue>>): object {
  const entries = Object.entries(attributes);
  return Object.fromEntries(
    entries.map(([name, { DataType, StringValue }]) => [name, [DataType, StringValue]]),
  );
}

function codeOf(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}
