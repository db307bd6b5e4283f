import { CreateQueueCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { encodeHook, maxReceiveCount, parsePartnerPolicy } from '@hooklane/core';
import { buildHook, createFakeClock, type FakeClock } from '@hooklane/core/testing';
import type { SqsClient } from '@hooklane/queue';
import { createMemorySqs, type MemorySqs } from '@hooklane/queue/testing';
import type { SqsHandler } from '../../src/index.ts';
import { type CountedSqs, countRequests } from './counted-sqs.ts';
import { pollOnce } from './event-source.ts';

/** A lane on the in-memory SQS and a virtual clock. */
export interface VirtualLane {
  readonly clock: FakeClock;
  readonly memory: MemorySqs;
  readonly sqs: CountedSqs;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly resultsQueueUrl: string;
  /** Invocations so far. */
  readonly invocations: number;
  /** Puts hooks into the lane. */
  publish(hooks: number): Promise<void>;
  /** Invokes the handler with all that comes, until the time is up or nothing is left to come. */
  run(handler: SqsHandler, options: RunOptions): Promise<void>;
}

/** How long a lane runs. */
export interface RunOptions {
  /** Milliseconds of virtual time. */
  readonly forMs: number;
  /** Called after each batch that was received and worked. */
  readonly onBatch?: () => Promise<void>;
}

/** Makes a lane with its queues, configured as `provisionPartner` does for the preset `patient`. */
export async function createVirtualLane(): Promise<VirtualLane> {
  const clock = createFakeClock();
  const memory = createMemorySqs({ clock });
  const sqs = countRequests(memory, () => clock.now());
  const deadLetterQueueUrl = await createQueue(memory, 'lane-dlq', {});
  const resultsQueueUrl = await createQueue(memory, 'results', {});
  const queueUrl = await createQueue(memory, 'lane', {
    MessageRetentionPeriod: '864000',
    VisibilityTimeout: '150',
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: 'arn:aws:sqs:us-east-1:123456789012:lane-dlq',
      maxReceiveCount: maxReceiveCount(parsePartnerPolicy({ schedule: 'patient' })),
    }),
  });
  let invocations = 0;
  return {
    clock,
    memory,
    sqs,
    queueUrl,
    deadLetterQueueUrl,
    resultsQueueUrl,
    get invocations() {
      return invocations;
    },
    publish: async (hooks) => {
      for (let from = 0; from < hooks; from += 10) {
        const size = Math.min(10, hooks - from);
        const Entries = Array.from({ length: size }, (_, index) => ({
          Id: String(index),
          MessageBody: encodeHook(buildHook({ id: `msg_${from + index}`, createdAt: clock.now() })),
          DelaySeconds: 0,
        }));
        await sqs.client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
      }
    },
    run: async (handler, { forMs, onBatch }) => {
      const end = clock.now() + forMs;
      const times = new Set<number>();
      while (clock.now() <= end) {
        while ((await pollOnce(sqs.client, queueUrl, handler)) > 0) {
          invocations += 1;
          await onBatch?.();
        }
        for (const time of sqs.takeVisibleTimes()) if (time > clock.now()) times.add(time);
        const next = Math.min(...times);
        if (!Number.isFinite(next) || next > end) return;
        times.delete(next);
        await clock.advance(next - clock.now());
      }
    },
  };
}

async function createQueue(
  sqs: SqsClient,
  name: string,
  attributes: Record<string, string>,
): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
  );
  return QueueUrl;
}
