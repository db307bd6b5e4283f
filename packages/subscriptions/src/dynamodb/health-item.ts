import type { EndpointHealth } from '../endpoint-health.ts';
import { type Item, number, numberOf, text } from './item.ts';
import { subscriptionKey, timeAndId, timeGroup } from './keys.ts';
import type { Update } from './writes.ts';

/** Health, as a subscription's item holds it, and how often it was changed. */
export interface VersionedHealth {
  readonly health: EndpointHealth;
  /** 0 before the first change. */
  readonly version: number;
}

/** The health in the item of a subscription. */
export function healthOf(item: Item): VersionedHealth | undefined {
  const health = item['health']?.S;
  return health === undefined
    ? undefined
    : { health: JSON.parse(health) as EndpointHealth, version: numberOf(item, 'healthVersion') };
}

/** What writes health into the item of its subscription, if that is there and nobody changed it since `version`. */
export function healthUpdate({ health, version }: VersionedHealth): Update {
  const { subscriptionId: id, failingSince } = health;
  const isFailing = failingSince !== undefined;
  return {
    key: subscriptionKey(id),
    set: {
      health: text(JSON.stringify(health)),
      healthVersion: number(version + 1),
      timeGroup: isFailing ? text(timeGroup('failing', id)) : undefined,
      time: isFailing ? text(timeAndId(failingSince, id)) : undefined,
    },
    condition:
      version === 0
        ? { expression: 'attribute_exists(pk) AND attribute_not_exists(#healthVersion)' }
        : { expression: '#healthVersion = :read', values: { ':read': number(version) } },
  };
}
