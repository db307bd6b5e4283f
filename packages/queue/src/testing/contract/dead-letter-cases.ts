import assert from 'node:assert/strict';
import { CreateQueueCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import {
  assertRefused,
  openQueue,
  type QueueUnderTest,
  type SqsCase,
  type SqsUnderTest,
} from './sqs-under-test.ts';

/** Messages received too often. */
export const deadLetterCases: readonly SqsCase[] = [
  {
    name: 'moves a message received maxReceiveCount times to the dead-letter queue',
    run: async (server) => {
      const { lane, deadLetters } = await openLane(server, 2);
      await lane.send('poison');
      for (const count of ['1', '2']) {
        const { Attributes } = await lane.receiveOne({ VisibilityTimeout: 1 });
        assert.equal(Attributes?.ApproximateReceiveCount, count);
        assert.deepEqual(await deadLetters.receive(), []);
        await server.advance(1_000);
      }
      assert.deepEqual(await lane.receive(), []);
      assert.equal((await deadLetters.receiveOne()).Body, 'poison');
    },
  },
  {
    name: 'keeps id, attributes and time of sending of a dead letter',
    run: async (server) => {
      const { lane, deadLetters } = await openLane(server, 1);
      const MessageAttributes = { attempt: { DataType: 'Number', StringValue: '7' } };
      await lane.send('poison', { MessageAttributes });
      const alive = await lane.receiveOne({ VisibilityTimeout: 1 });
      await server.advance(1_000);
      await lane.receive();
      const dead = await deadLetters.receiveOne();
      assert.equal(dead.MessageId, alive.MessageId);
      assert.equal(dead.MessageAttributes?.['attempt']?.StringValue, '7');
      assert.equal(dead.Attributes?.SentTimestamp, alive.Attributes?.SentTimestamp);
    },
  },
  {
    name: 'goes on counting the receives of a dead letter',
    run: async (server) => {
      const { lane, deadLetters } = await openLane(server, 1);
      await lane.send('poison');
      await lane.receiveOne({ VisibilityTimeout: 1 });
      await server.advance(1_000);
      await lane.receive();
      const { Attributes } = await deadLetters.receiveOne();
      assert.equal(Attributes?.ApproximateReceiveCount, '2');
    },
  },
  {
    name: 'takes a redrive policy later',
    run: async (server) => {
      const deadLetters = await openQueue(server);
      const lane = await openQueue(server);
      const Attributes = { RedrivePolicy: await redrivePolicy(deadLetters, 5) };
      await server.sqs.send(new SetQueueAttributesCommand({ QueueUrl: lane.url, Attributes }));
      const { RedrivePolicy = '{}' } = await lane.attributes();
      const { QueueArn } = await deadLetters.attributes();
      const { deadLetterTargetArn, maxReceiveCount } = JSON.parse(RedrivePolicy);
      assert.deepEqual([deadLetterTargetArn, Number(maxReceiveCount)], [QueueArn, 5]);
    },
  },
  {
    name: 'refuses a redrive policy to a queue that is not there',
    run: async (server) => {
      const { QueueArn = '' } = await (await openQueue(server)).attributes();
      const deadLetterTargetArn = `${QueueArn}-nobody`;
      const policy = JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 5 });
      await assertPolicyRefused(server, policy);
    },
  },
  {
    name: 'refuses a maxReceiveCount of 0',
    run: async (server) => {
      const deadLetters = await openQueue(server);
      await assertPolicyRefused(server, await redrivePolicy(deadLetters, 0));
    },
  },
];

async function openLane(
  server: SqsUnderTest,
  maxReceiveCount: number,
): Promise<{ readonly lane: QueueUnderTest; readonly deadLetters: QueueUnderTest }> {
  const deadLetters = await openQueue(server);
  const RedrivePolicy = await redrivePolicy(deadLetters, maxReceiveCount);
  return { deadLetters, lane: await openQueue(server, { RedrivePolicy }) };
}

async function redrivePolicy(target: QueueUnderTest, maxReceiveCount: number): Promise<string> {
  const { QueueArn: deadLetterTargetArn } = await target.attributes();
  return JSON.stringify({ deadLetterTargetArn, maxReceiveCount });
}

async function assertPolicyRefused(server: SqsUnderTest, RedrivePolicy: string): Promise<void> {
  const create = { QueueName: server.uniqueName('refused'), Attributes: { RedrivePolicy } };
  const request = server.sqs.send(new CreateQueueCommand(create));
  await assertRefused(request, 'InvalidParameterValue', 'InvalidAttributeValue');
}
