import { HooklaneError, laneNames, parsePartnerId } from '@hooklane/core';
import { checkOwner, type Owner } from './ownership.ts';
import type { FoundQueues } from './plan.ts';
import type { ResourceKind } from './progress.ts';
import {
  type CallContext,
  type ProvisionerOptions,
  parseDeletionOptions,
} from './provisioner-options.ts';
import { readQueues, removeQueue } from './queue-resource.ts';

/** How {@link deletePartner} deletes. */
export interface DeletePartnerOptions extends ProvisionerOptions {
  /**
   * Deletes the hooks that wait in the lane and its dead letters, too.
   * @default false
   */
  readonly force?: boolean | undefined;
}

/**
 * Deletes a partner's lane; what is gone already is fine. Refuses while hooks or dead letters are in
 * it, as far as SQS can tell: its counts may be a minute old, so stop publishing to the partner first.
 *
 * @throws HooklaneError `lane_not_empty` unless `force`, `lane_conflict`, `invalid_partner_id`,
 * `invalid_options`, `invalid_stage`
 */
export async function deletePartner(
  partnerId: string,
  options: DeletePartnerOptions,
): Promise<void> {
  const owner = { partnerId: parsePartnerId(partnerId) };
  const { stage, force, context } = parseDeletionOptions(options, 'deletePartner');
  context.signal?.throwIfAborted();
  const { queue, deadLetterQueue } = laneNames(stage, partnerId);
  const found = await readQueues([queue, deadLetterQueue], context);
  for (const { name, tags } of found.values()) checkOwner({ stage, ...owner }, name, tags);
  if (!force) checkEmpty({ stage, ...owner }, found);
  await remove('lane-queue', queue, found, context);
  await remove('dead-letter-queue', deadLetterQueue, found, context);
}

async function remove(
  resource: ResourceKind,
  name: string,
  found: FoundQueues,
  context: CallContext,
): Promise<void> {
  context.signal?.throwIfAborted();
  const queue = found.get(name);
  if (queue !== undefined) await removeQueue(queue.url, context);
  context.report({ kind: queue === undefined ? 'absent' : 'deleted', resource, name });
}

function checkEmpty({ stage, partnerId }: Required<Owner>, found: FoundQueues): void {
  const { queue, deadLetterQueue } = laneNames(stage, partnerId);
  const hooks = found.get(queue)?.messages ?? 0;
  const deadLetters = found.get(deadLetterQueue)?.messages ?? 0;
  if (hooks === 0 && deadLetters === 0) return;
  throw new HooklaneError(
    'lane_not_empty',
    `The lane of partner ${partnerId} in stage ${stage} is not empty: ${hooks} in ${queue}, ${deadLetters} in ${deadLetterQueue}. Let it drain and replay its dead letters, or delete them with the lane by force: true`,
  );
}
