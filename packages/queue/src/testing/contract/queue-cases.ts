import assert from 'node:assert/strict';
import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  SetQueueAttributesCommand,
  TagQueueCommand,
} from '@aws-sdk/client-sqs';
import { isMissingQueue } from '../../sqs-errors.ts';
import { assertRefused, openQueue, type SqsCase } from './sqs-under-test.ts';

/** Queues, their attributes and their tags. */
export const queueCases: readonly SqsCase[] = [
  {
    name: 'gives the same queue to a second create call with the same attributes',
    run: async ({ sqs, uniqueName }) => {
      const create = { QueueName: uniqueName('again'), Attributes: { VisibilityTimeout: '60' } };
      const first = await sqs.send(new CreateQueueCommand(create));
      const second = await sqs.send(new CreateQueueCommand(create));
      assert.equal(second.QueueUrl, first.QueueUrl);
    },
  },
  {
    name: 'refuses a second create call with different attributes',
    run: async ({ sqs, uniqueName }) => {
      const QueueName = uniqueName('different');
      const Attributes = { VisibilityTimeout: '60' };
      await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
      const other = { QueueName, Attributes: { VisibilityTimeout: '61' } };
      await assertRefused(sqs.send(new CreateQueueCommand(other)), 'QueueNameExists');
    },
  },
  {
    name: 'refuses to create a queue that was deleted within 60 seconds',
    run: async ({ sqs, uniqueName }) => {
      const QueueName = uniqueName('tombstone');
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
      await sqs.send(new DeleteQueueCommand({ QueueUrl }));
      await assertRefused(sqs.send(new CreateQueueCommand({ QueueName })), 'QueueDeletedRecently');
    },
  },
  {
    name: 'finds a queue by its name',
    run: async ({ sqs, uniqueName }) => {
      const QueueName = uniqueName('by-name');
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName }));
      const found = await sqs.send(new GetQueueUrlCommand({ QueueName }));
      assert.equal(found.QueueUrl, QueueUrl);
    },
  },
  {
    name: 'says that a queue is missing, by name and by URL, in a way Hooklane recognises',
    run: async (server) => {
      const { sqs, uniqueName } = server;
      const queue = await openQueue(server);
      await sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }));
      await assert.rejects(queue.send('too late'), isMissingQueue);
      const nobody = new GetQueueUrlCommand({ QueueName: uniqueName('nobody') });
      await assert.rejects(sqs.send(nobody), isMissingQueue);
    },
  },
  {
    name: 'keeps the tags of the create call and adds more later',
    run: async ({ sqs, uniqueName }) => {
      const tags = { 'hooklane:partner': 'acme' };
      const create = new CreateQueueCommand({ QueueName: uniqueName('tagged'), tags });
      const { QueueUrl } = await sqs.send(create);
      const created = await sqs.send(new ListQueueTagsCommand({ QueueUrl }));
      assert.deepEqual({ ...created.Tags }, tags);
      const more = { 'hooklane:stage': 'dev' };
      await sqs.send(new TagQueueCommand({ QueueUrl, Tags: more }));
      const tagged = await sqs.send(new ListQueueTagsCommand({ QueueUrl }));
      assert.deepEqual({ ...tagged.Tags }, { ...tags, ...more });
    },
  },
  {
    name: 'changes the attributes of a queue',
    run: async (server) => {
      const queue = await openQueue(server, { VisibilityTimeout: '60' });
      const Attributes = { VisibilityTimeout: '90', MessageRetentionPeriod: '1209600' };
      const change = new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes });
      await server.sqs.send(change);
      const { VisibilityTimeout, MessageRetentionPeriod } = await queue.attributes();
      assert.deepEqual({ VisibilityTimeout, MessageRetentionPeriod }, Attributes);
    },
  },
  {
    name: 'gives the attributes that are asked for and no others',
    run: async (server) => {
      const { url: QueueUrl } = await openQueue(server);
      const { Attributes } = await server.sqs.send(
        new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
      );
      assert.deepEqual(Object.keys(Attributes ?? {}), ['QueueArn']);
    },
  },
  {
    name: 'counts visible, delayed and in flight messages',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('in flight');
      await queue.receiveOne();
      await queue.send('visible');
      await queue.send('visible too');
      for (let sent = 0; sent < 3; sent += 1) await queue.send('delayed', { DelaySeconds: 60 });
      const attributes = await queue.attributes();
      assert.equal(attributes['ApproximateNumberOfMessages'], '2');
      assert.equal(attributes['ApproximateNumberOfMessagesDelayed'], '3');
      assert.equal(attributes['ApproximateNumberOfMessagesNotVisible'], '1');
    },
  },
  {
    name: 'lists the queues of a prefix, page by page',
    run: async ({ sqs, uniqueName }) => {
      const QueueNamePrefix = uniqueName('listed');
      const made: (string | undefined)[] = [];
      for (const suffix of ['-a', '-b', '-c']) {
        const create = new CreateQueueCommand({ QueueName: `${QueueNamePrefix}${suffix}` });
        made.push((await sqs.send(create)).QueueUrl);
      }
      const listed: string[] = [];
      let NextToken: string | undefined;
      for (let page = 0; page < 2; page += 1) {
        const list = new ListQueuesCommand({ QueueNamePrefix, MaxResults: 2, NextToken });
        const answer = await sqs.send(list);
        assert.equal(answer.QueueUrls?.length, page === 0 ? 2 : 1);
        listed.push(...answer.QueueUrls);
        NextToken = answer.NextToken;
      }
      assert.equal(NextToken, undefined);
      assert.deepEqual(new Set(listed), new Set(made));
    },
  },
  {
    name: 'purges all messages of a queue',
    run: async (server) => {
      const queue = await openQueue(server);
      await queue.send('gone');
      await queue.send('gone too');
      await server.sqs.send(new PurgeQueueCommand({ QueueUrl: queue.url }));
      assert.deepEqual(await queue.receive(), []);
    },
  },
  {
    name: 'refuses a second purge within 60 seconds',
    run: async (server) => {
      const { url: QueueUrl } = await openQueue(server);
      await server.sqs.send(new PurgeQueueCommand({ QueueUrl }));
      const second = server.sqs.send(new PurgeQueueCommand({ QueueUrl }));
      await assertRefused(second, 'PurgeQueueInProgress');
    },
  },
];
