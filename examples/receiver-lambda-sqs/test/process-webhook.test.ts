import { createMemoryReplayGuard } from '@hooklane/receiver';
import type { QueueRecord } from '@hooklane/receiver/sqs';
import { expect, it } from 'vitest';
import { createProcessWebhook } from '../process-webhook.ts';

const recordOf = (id: string, body: string): QueueRecord => ({
  messageId: `message of ${id}`,
  body,
  messageAttributes: {
    'webhook-id': { stringValue: id },
    'webhook-timestamp': { stringValue: '1700000000' },
    'webhook-scheme': { stringValue: 'v1' },
    encoding: { stringValue: 'utf8' },
  },
});
const order = (orderId: string): string =>
  JSON.stringify({ type: 'order.placed', data: { orderId, item: 'boots' } });

it('names to Lambda what failed, alone: its neighbours are done', async () => {
  const taken: string[] = [];
  const codes: string[] = [];
  const handler = createProcessWebhook({
    replayGuard: createMemoryReplayGuard(),
    onOrderPlaced: async ({ orderId }) => {
      if (orderId === 'b') throw new TypeError('The database is down');
      taken.push(orderId);
    },
    log: ({ code }) => codes.push(code),
  });
  const records = [
    recordOf('1', order('a')),
    recordOf('2', order('b')),
    recordOf('3', '{"type":"order.placed","data":{}}'),
    recordOf('4', 'no JSON'),
    recordOf('5', order('c')),
  ];
  expect(await handler({ Records: records })).toEqual({
    batchItemFailures: ['2', '3', '4'].map((id) => ({ itemIdentifier: `message of ${id}` })),
  });
  expect(taken).toEqual(['a', 'c']);
  expect(codes.toSorted()).toEqual(['TypeError', 'invalid_payload', 'invalid_payload']);
});

it('processes once what SQS brings twice', async () => {
  const taken: string[] = [];
  const handler = createProcessWebhook({
    replayGuard: createMemoryReplayGuard(),
    onOrderPlaced: async ({ orderId }) => void taken.push(orderId),
    log: () => {},
  });
  const event = { Records: [recordOf('1', order('a'))] };
  expect([await handler(event), await handler(event)]).toEqual([
    { batchItemFailures: [] },
    { batchItemFailures: [] },
  ]);
  expect(taken).toEqual(['a']);
});
