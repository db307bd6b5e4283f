import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { type MoveReport, moveMessages } from '@hooklane/ops';
import { type PublishOutcome, readQueueDepth, type SqsClient } from '@hooklane/queue';
import type { OldHook } from './shared-queue.ts';

export interface RetireOptions {
  readonly sqs: SqsClient;
  readonly sharedQueueUrl: string;
  /** Publishes hooks into the lanes of their partners, with the ids that they have. */
  readonly publish: (hooks: readonly OldHook[]) => Promise<readonly PublishOutcome[]>;
}

interface Published {
  readonly hooks: number;
  /** Why others were not taken. */
  readonly codes: ReadonlySet<string>;
}

const leftoverQueue = 'webhooks-shared-leftover';
/** SQS keeps messages for 14 days at most, and for 4 unless it is told (CreateQueue). */
const longestRetentionSeconds = 14 * 86_400;

/**
 * Takes what is left in the shared queue to the lanes, once nobody publishes into it and its consumer has stopped. It is
 * moved to a queue of its own first, out of the reach of a consumer that still runs somewhere. A hook is published before
 * its message is deleted: whatever ends this, call it again within 14 days, and none is lost; one that is then published twice
 * has the same id. Gives how many there were; rejects while some are left.
 */
export async function retireSharedQueue(options: RetireOptions): Promise<number> {
  const { sqs, sharedQueueUrl } = options;
  const clients = { sqs };
  const { QueueUrl: leftoverUrl = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName: leftoverQueue,
      Attributes: { MessageRetentionPeriod: String(longestRetentionSeconds) },
    }),
  );
  const report = await moveMessages({
    from: sharedQueueUrl,
    to: leftoverUrl,
    clients,
    // Few: what moves is old, and what is published meanwhile is not to wait for it.
    receivers: 4,
  });
  const published = await publishAll(leftoverUrl, options);
  const { waiting, inFlight } = await readQueueDepth(leftoverUrl, { clients });
  const left = report.hidden + report.failed + waiting + inFlight;
  if (report.ended === 'empty' && left === 0) return published.hooks;
  throw new Error(describeRest(published, { report, left }));
}

/** Publishes until nothing more comes. What was not taken stays hidden for a while, and comes in a later call. */
async function publishAll(
  leftoverUrl: string,
  { sqs, publish }: Pick<RetireOptions, 'sqs' | 'publish'>,
): Promise<Published> {
  const codes = new Set<string>();
  for (let hooks = 0; ; ) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: leftoverUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: 1,
      }),
    );
    if (Messages.length === 0) return { hooks, codes };
    const outcomes = await publish(Messages.map(readOldHook));
    for (const one of outcomes) if (one.kind === 'refused') codes.add(one.error.code);
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({
      Id: String(index),
      ReceiptHandle,
    })).filter((_, index) => outcomes[index]?.kind === 'accepted');
    if (Entries.length === 0) continue;
    const { Successful = [] } = await sqs.send(
      new DeleteMessageBatchCommand({ QueueUrl: leftoverUrl, Entries }),
    );
    // One that is not deleted comes back, and is published again with the same id.
    hooks += Successful.length;
  }
}

function readOldHook({ MessageId, Body = '' }: Message): OldHook {
  try {
    return JSON.parse(Body) as OldHook;
  } catch {
    // Its body is not shown: it may hold anything.
    throw new Error(`Message ${MessageId} in ${leftoverQueue} is no hook. Take it out by hand`);
  }
}

function describeRest(
  { hooks, codes }: Published,
  { report, left }: { readonly report: MoveReport; readonly left: number },
): string {
  const why = codes.size === 0 ? '' : ` (${[...codes].join(', ')})`;
  return `${hooks} hooks are in their lanes, about ${left} are not${why}; the move ended as "${report.ended}". Call this again when those in somebody's hands are back`;
}
