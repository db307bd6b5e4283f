import { createHash } from 'node:crypto';
import { HooklaneError, tagNames } from '@hooklane/core';
import type { QueueSettings } from './queue-settings.ts';

/** Whose a queue is: a partner's in a stage, or the stage's own when there is no partner. */
export interface Owner {
  readonly stage: string;
  readonly partnerId?: string;
}

/** Tags of a queue. */
export type Tags = Readonly<Record<string, string>>;

/** The tags of a queue: its owner, and a hash of the settings it is to have. */
export function ownerTags({ stage, partnerId }: Owner, settings: QueueSettings): Tags {
  // The settings are written as literals, so that the order of their keys is fixed.
  const hash = createHash('sha256').update(JSON.stringify(settings)).digest('hex');
  return {
    [tagNames.stage]: stage,
    ...(partnerId !== undefined && { [tagNames.partner]: partnerId }),
    [tagNames.spec]: hash.slice(0, 16),
  };
}

/** Tells whether `tags` name `owner`. */
export function isOwnedBy({ stage, partnerId }: Owner, tags: Tags): boolean {
  return tags[tagNames.stage] === stage && tags[tagNames.partner] === partnerId;
}

/**
 * Makes sure that a queue which was found is its owner's.
 *
 * @throws HooklaneError `lane_conflict`, or `platform_conflict` for a queue of the stage
 */
export function checkOwner(owner: Owner, queueName: string, tags: Tags): void {
  if (isOwnedBy(owner, tags)) return;
  const { stage, partnerId } = owner;
  const expected =
    partnerId === undefined
      ? `${tagNames.stage}=${stage} and no ${tagNames.partner}`
      : `${tagNames.stage}=${stage} and ${tagNames.partner}=${partnerId}`;
  throw new HooklaneError(
    partnerId === undefined ? 'platform_conflict' : 'lane_conflict',
    `Queue ${queueName} exists, but its tags do not say that it is Hooklane's for this owner: they must be ${expected}. Received: ${showTags(tags)}. Nothing was changed on it. Delete that queue, or set these tags on it to hand it over to Hooklane`,
  );
}

function showTags(tags: Tags): string {
  const shown = [tagNames.stage, tagNames.partner].flatMap((name) =>
    tags[name] === undefined ? [] : [`${name}=${tags[name]}`],
  );
  return shown.length === 0 ? 'no hooklane tags' : shown.join(', ');
}
