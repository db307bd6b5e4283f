import { encodeHook } from '@hooklane/core';
import { buildHook } from '@hooklane/core/testing';
import { describe, expect, it } from 'vitest';
import { createSqsHandler, type SqsRecord } from '../src/index.ts';
import { answered, createLaneUnderTest, createTransportDouble } from './support/lane-under-test.ts';

const record = (messageId: string, fields: Partial<SqsRecord> = {}): SqsRecord => ({
  messageId,
  receiptHandle: `receipt-${messageId}`,
  body: encodeHook(buildHook({ id: messageId })),
  attributes: { ApproximateReceiveCount: '1' },
  messageAttributes: {},
  ...fields,
});

async function createHandler() {
  const transport = createTransportDouble(() => answered(200));
  const { delivery, queueUrl, deadLetterQueueUrl, clock } = await createLaneUnderTest({
    transport,
  });
  const handler = createSqsHandler({
    ...delivery,
    partnerId: 'acme',
    queueUrl,
    deadLetterQueueUrl,
  });
  return { handler, transport, clock };
}

describe('createSqsHandler', () => {
  it('reports no failure for what was delivered', async () => {
    const { handler, transport } = await createHandler();
    expect(await handler({ Records: [record('a'), record('b')] })).toEqual({
      batchItemFailures: [],
    });
    expect(transport.posts).toHaveLength(2);
  });

  it('reports what came too early and what a newer version wrote, and nothing else', async () => {
    const { handler, clock } = await createHandler();
    const dueAt = { stringValue: String(clock.now() + 60_000) };
    const early = record('early', { messageAttributes: { dueAt } });
    const newer = record('newer', { body: '{"v":2}' });
    const { batchItemFailures } = await handler({ Records: [record('a'), early, newer] });
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'early' }, { itemIdentifier: 'newer' }]);
  });

  it('begins no POST that might not end in the time left', async () => {
    const { handler, transport } = await createHandler();
    const context = { getRemainingTimeInMillis: () => 19_000 };
    const { batchItemFailures } = await handler({ Records: [record('a')] }, context);
    expect(batchItemFailures).toEqual([{ itemIdentifier: 'a' }]);
    expect(transport.posts).toEqual([]);
  });

  it('refuses options that nobody reads', async () => {
    expect(() => createSqsHandler({ batchSize: 10 } as never)).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    );
  });
});
