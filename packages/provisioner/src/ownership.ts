import { createHash } from 'node:crypto';
import { HooklaneError, tagNames } from '@hooklane/core';
import type { ResourceKind } from './progress.ts';
import type { Tags } from './resource.ts';

/** Whose a resource is: a partner's in a stage, or the stage's own when there is no partner. */
export interface Owner {
  readonly stage: string;
  readonly partnerId?: string;
}

/**
 * The tags of a resource: its owner, and a hash of the settings it is to have. Whether a lane works is not among them:
 * `disablePartner` and `enablePartner` change it, and nothing else.
 */
export function ownerTags({ stage, partnerId }: Owner, settings: object): Tags {
  const { isEnabled: _, ...spec } = settings as { readonly isEnabled?: boolean };
  return {
    [tagNames.stage]: stage,
    ...(partnerId !== undefined && { [tagNames.partner]: partnerId }),
    [tagNames.spec]: specHash(spec),
  };
}

/** Hash of settings, the same in whatever order they are written. */
export function specHash(settings: object): string {
  const text = JSON.stringify(settings, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Tells whether `tags` name `owner`. */
export function isOwnedBy({ stage, partnerId }: Owner, tags: Tags): boolean {
  return tags[tagNames.stage] === stage && tags[tagNames.partner] === partnerId;
}

/**
 * Makes sure that a resource which was found is its owner's.
 *
 * @throws HooklaneError `lane_conflict`, or `platform_conflict` for a resource of the stage
 */
export function checkOwner(
  owner: Owner,
  { kind, name }: { readonly kind: ResourceKind; readonly name: string },
  tags: Tags,
): void {
  if (isOwnedBy(owner, tags)) return;
  const { stage, partnerId } = owner;
  const expected =
    partnerId === undefined
      ? `${tagNames.stage}=${stage} and no ${tagNames.partner}`
      : `${tagNames.stage}=${stage} and ${tagNames.partner}=${partnerId}`;
  throw new HooklaneError(
    partnerId === undefined ? 'platform_conflict' : 'lane_conflict',
    `${nouns[kind]} ${name} exists, but its tags do not say that it is Hooklane's for this owner: they must be ${expected}. Received: ${showTags(tags)}. Nothing was changed on it. Delete it, or set these tags on it to hand it over to Hooklane`,
  );
}

const nouns: Readonly<Record<ResourceKind, string>> = {
  'results-queue': 'Queue',
  'alarm-topic': 'SNS topic',
  'boundary-policy': 'Policy',
  'secret-parameter': 'SSM parameter',
  'dead-letter-queue': 'Queue',
  'lane-queue': 'Queue',
  'redrive-allow-policy': 'Queue',
  'log-group': 'Log group',
  role: 'Role',
  function: 'Function',
  'live-alias': 'Alias of function',
  alarms: 'Alarm',
  'invoke-permission': 'Policy of function',
  subscription: 'Subscription of function',
  'event-source-mapping': 'Event source mapping of function',
};

function showTags(tags: Tags): string {
  const shown = [tagNames.stage, tagNames.partner].flatMap((name) =>
    tags[name] === undefined ? [] : [`${name}=${tags[name]}`],
  );
  return shown.length === 0 ? 'no hooklane tags' : shown.join(', ');
}
