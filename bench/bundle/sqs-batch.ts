import { encodeHook, type Hook } from '@hooklane/core';
import type { SqsEvent } from '@hooklane/handler';

/** The batch size of a lane's mapping, and the most that SQS takes in one request. */
const batchSize = 10;

/** Ten hooks of 1 KB. */
export function createHooks(partnerId: string, url: string): readonly Hook[] {
  return Array.from({ length: batchSize }, (_, index) => ({
    id: `msg_bench_${index}`,
    partnerId,
    url,
    type: 'invoice.paid',
    body: JSON.stringify({ type: 'invoice.paid', number: index, note: 'a'.repeat(960) }),
    createdAt: Date.now(),
  }));
}

/** The event with which Lambda brings hooks that are new in their queue. */
export function toSqsEvent(hooks: readonly Hook[]): SqsEvent {
  return {
    Records: hooks.map((hook, index) => ({
      messageId: `00000000-0000-4000-8000-00000000000${index}`,
      receiptHandle: `receipt-${index}`,
      body: encodeHook(hook),
      attributes: { ApproximateReceiveCount: '1' },
      messageAttributes: {},
    })),
  };
}
