import {
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { HooklaneError } from '@hooklane/core';
import type { PublishOutcome } from '@hooklane/queue';
import { startEmbeddedSqs } from '@hooklane/queue/embedded';
import { expect, it } from 'vitest';
import { retireSharedQueue } from '../retire-shared-queue.ts';
import { type OldHook, startSharedQueue } from '../shared-queue.ts';

const hookOf = (id: string): OldHook => ({
  id,
  partnerId: 'acme',
  url: 'http://127.0.0.1:1/',
  type: 'order.placed',
  body: '{}',
});

it('publishes what is left with its id, keeps what was not taken for 14 days, and says that there is more', async () => {
  await using sqs = await startEmbeddedSqs();
  const shared = await startSharedQueue(sqs.client, { onDelivered: () => {} });
  await shared.stopConsumer();
  for (const id of ['msg_1', 'msg_2', 'msg_3']) await shared.publish(hookOf(id));
  const published: string[] = [];
  const publish = async (hooks: readonly OldHook[]): Promise<readonly PublishOutcome[]> =>
    hooks.map(({ id }): PublishOutcome => {
      if (id === 'msg_2') {
        return { kind: 'refused', error: new HooklaneError('queue_refused', 'SQS is down') };
      }
      published.push(id);
      return { kind: 'accepted', hookId: id, messageId: id };
    });
  const options = { sqs: sqs.client, sharedQueueUrl: shared.queueUrl, publish };
  await expect(retireSharedQueue(options)).rejects.toThrow(
    /^2 hooks are in their lanes, about 1 are not \(queue_refused\); the move ended as "empty"/,
  );
  expect(published.toSorted()).toEqual(['msg_1', 'msg_3']);
  expect(sqs.messageBodies('webhooks-shared')).toEqual([]);
  expect(sqs.messageBodies('webhooks-shared-leftover').map((body) => JSON.parse(body))).toEqual([
    hookOf('msg_2'),
  ]);
  const { QueueUrl } = await sqs.client.send(
    new GetQueueUrlCommand({ QueueName: 'webhooks-shared-leftover' }),
  );
  const { Attributes } = await sqs.client.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  expect(Attributes).toMatchObject({ MessageRetentionPeriod: String(14 * 86_400) });
});

it('stops at a message that is no hook, and does not show it', async () => {
  await using sqs = await startEmbeddedSqs();
  const shared = await startSharedQueue(sqs.client, { onDelivered: () => {} });
  await shared.stopConsumer();
  const MessageBody = 'the body of somebody';
  await sqs.client.send(new SendMessageCommand({ QueueUrl: shared.queueUrl, MessageBody }));
  const retiring = retireSharedQueue({
    sqs: sqs.client,
    sharedQueueUrl: shared.queueUrl,
    publish: async () => [],
  });
  await expect(retiring).rejects.toThrow(/^Message \S+ in webhooks-shared-leftover is no hook/);
  expect(sqs.messageBodies('webhooks-shared-leftover')).toEqual([MessageBody]);
});
