import { ListQueuesCommand, type ListQueuesResult } from '@aws-sdk/client-sqs';
import { isPartnerId, laneNames, mapConcurrently, stagePrefix } from '@hooklane/core';
import { type Lane, toLane } from './lane.ts';
import { isOwnedBy, type Owner } from './ownership.ts';
import {
  type CallContext,
  type ProvisionerOptions,
  parseProvisionerOptions,
} from './provisioner-options.ts';
import { type QueueAddress, type QueueAddresses, queueNameOf } from './queue-address.ts';
import { readArn, readTags, unlessMissing } from './queue-resource.ts';

/** SQS lists up to 1,000 queues a page (ListQueues). */
const pageSize = 1_000;
/** Requests under way. Tags may be read 30 times a second in an account (quotas-queues). */
const mostRequests = 8;

/**
 * Lists the lanes of a stage, by partner id. A lane that is only half there, because provisioning
 * or deleting it was cut off, is left out: `provisionPartner` completes it, `deletePartner` removes it.
 *
 * @throws HooklaneError `invalid_options`, `invalid_stage`
 */
export async function listPartners(options: ProvisionerOptions): Promise<readonly Lane[]> {
  const { stage, context } = parseProvisionerOptions(options, 'listPartners');
  const prefix = stagePrefix(stage);
  const queues = await listQueues(prefix, context);
  const partnerIds = [...queues.keys()].map((name) => name.slice(prefix.length));
  const lanes = await mapConcurrently(
    partnerIds.filter(isPartnerId).toSorted((a, b) => (a < b ? -1 : 1)),
    mostRequests,
    (partnerId) => readLane({ stage, partnerId }, queues, context),
  );
  return lanes.filter((lane) => lane !== undefined);
}

async function readLane(
  owner: Required<Owner>,
  queues: QueueAddresses,
  context: CallContext,
): Promise<Lane | undefined> {
  const names = laneNames(owner.stage, owner.partnerId);
  const queue = queues.get(names.queue);
  const deadLetterQueue = queues.get(names.deadLetterQueue);
  if (queue === undefined || deadLetterQueue === undefined) return undefined;
  const tags = await unlessMissing(() => readTags(queue.url, context));
  if (tags === undefined || !isOwnedBy(owner, tags)) return undefined;
  return toLane(owner, queue, deadLetterQueue);
}

async function listQueues(prefix: string, context: CallContext): Promise<QueueAddresses> {
  const queues = new Map<string, QueueAddress>();
  for await (const urls of listPages(prefix, context)) {
    await mapConcurrently(urls, mostRequests, async (url) => {
      // Names come from ARNs: the form of a queue's URL is not promised.
      const arn = await unlessMissing(() => readArn(url, context));
      if (arn !== undefined) queues.set(queueNameOf(arn), { url, arn });
    });
  }
  return queues;
}

async function* listPages(
  prefix: string,
  { sqs, signal, request }: CallContext,
): AsyncGenerator<readonly string[]> {
  let token: string | undefined;
  do {
    signal?.throwIfAborted();
    const page: ListQueuesResult = await sqs.send(
      new ListQueuesCommand({ QueueNamePrefix: prefix, MaxResults: pageSize, NextToken: token }),
      request,
    );
    yield page.QueueUrls ?? [];
    token = page.NextToken;
  } while (token !== undefined);
}
