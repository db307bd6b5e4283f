import { ListQueuesCommand, type ListQueuesResult } from '@aws-sdk/client-sqs';
import { isPartnerId, laneNames, mapConcurrently, stagePrefix, tagNames } from '@hooklane/core';
import type { CallContext } from './call-context.ts';
import { type Lane, toLane } from './lane.ts';
import { isOwnedBy, type Owner } from './ownership.ts';
import { type ProvisionerOptions, parseProvisionerOptions } from './provisioner-options.ts';
import { readQueueTags, unlessMissing } from './resources/queue.ts';
import { findSite, type Site } from './site.ts';

/** SQS lists up to 1,000 queues a page (ListQueues). */
const pageSize = 1_000;
/** Requests under way. */
const mostRequests = 8;

/**
 * Lists the lanes of a stage, by partner id. A lane that is only half there, because provisioning
 * or deleting it was cut off, is left out: `provisionPartner` completes it, `deletePartner` removes it.
 *
 * @throws HooklaneError `invalid_options`, `invalid_stage`, `platform_missing`
 */
export async function listPartners(options: ProvisionerOptions): Promise<readonly Lane[]> {
  const { stage, context } = parseProvisionerOptions(options, 'listPartners', {});
  context.signal?.throwIfAborted();
  return await listLanes(await findSite(stage, context.aws), context);
}

/** Lists the lanes at a site. */
export async function listLanes(site: Site, context: CallContext): Promise<readonly Lane[]> {
  const prefix = stagePrefix(site.stage);
  const names = await listQueues(prefix, context);
  const partnerIds = [...names].map((name) => name.slice(prefix.length));
  const lanes = await mapConcurrently(
    partnerIds.filter(isPartnerId).toSorted((a, b) => (a < b ? -1 : 1)),
    mostRequests,
    (partnerId) => readListed({ stage: site.stage, partnerId }, names, site, context),
  );
  return lanes.filter((lane) => lane !== undefined);
}

async function readListed(
  owner: Required<Owner>,
  queueNames: ReadonlySet<string>,
  site: Site,
  context: CallContext,
): Promise<Lane | undefined> {
  const names = laneNames(owner.stage, owner.partnerId);
  if (!queueNames.has(names.deadLetterQueue)) return undefined;
  const tags = await unlessMissing(() => readQueueTags(site.queueUrlOf(names.queue), context));
  if (tags === undefined || !isOwnedBy(owner, tags)) return undefined;
  return toLane(owner, names, tags[tagNames.compute] === 'lambda' ? 'lambda' : 'worker', site);
}

async function listQueues(prefix: string, context: CallContext): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  let token: string | undefined;
  do {
    context.signal?.throwIfAborted();
    const page: ListQueuesResult = await context.aws.sqs.send(
      new ListQueuesCommand({ QueueNamePrefix: prefix, MaxResults: pageSize, NextToken: token }),
    );
    // A queue's URL ends in its name; names hold no slash.
    for (const url of page.QueueUrls ?? []) names.add(url.slice(url.lastIndexOf('/') + 1));
    token = page.NextToken;
  } while (token !== undefined);
  return names;
}
