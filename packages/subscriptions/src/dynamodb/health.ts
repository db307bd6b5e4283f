import { type EndpointHealth, unknownHealth } from '../endpoint-health.ts';
import type { Subscription } from '../subscription.ts';
import type { SubscriptionStore } from '../subscription-store.ts';
import { changedMeanwhile } from './changed-meanwhile.ts';
import { healthOf, healthUpdate } from './health-item.ts';
import { recordOf, text } from './item.ts';
import { subscriptionKey, timeGroups, timeText } from './keys.ts';
import { type DynamoTable, mostTries } from './table.ts';
import { updateWrite } from './writes.ts';

type Methods = Pick<SubscriptionStore, 'getHealth' | 'markWarned' | 'resetHealth' | 'listFailing'>;

/** The methods of a store that work on the health of endpoints. */
export function healthMethods(table: DynamoTable): Methods {
  const getHealth = async (id: string): Promise<EndpointHealth | undefined> => {
    const item = await table.get(subscriptionKey(id));
    return item === undefined ? undefined : healthOf(item)?.health;
  };
  return {
    getHealth,
    markWarned: (id, at) =>
      changeHealth(table, id, (health) =>
        health.failingSince === undefined || health.warnedAt !== undefined
          ? undefined
          : { ...health, warnedAt: at },
      ),
    resetHealth: async (id) => {
      await changeHealth(table, id, ({ successes, lastSuccessAt }) => ({
        ...unknownHealth(id),
        successes,
        lastSuccessAt,
      }));
    },
    listFailing: async ({ since }) => {
      const ids = (await Promise.all(timeGroups('failing').map(idsOf(table, since)))).flat();
      const items = await table.getMany([...new Set(ids)].map(subscriptionKey));
      return items
        .flatMap((item) => healthOf(item)?.health ?? [])
        .filter(({ failingSince }) => failingSince !== undefined && failingSince < since)
        .toSorted(longestFirst);
    },
  };
}

function idsOf(table: DynamoTable, since: number) {
  return async (group: string): Promise<readonly string[]> => {
    const ids: string[] = [];
    const items = table.query({
      IndexName: 'byTime',
      KeyConditionExpression: 'timeGroup = :group AND #time < :since',
      ExpressionAttributeNames: { '#time': 'time' },
      ExpressionAttributeValues: { ':group': text(group), ':since': text(timeText(since)) },
    });
    for await (const item of items) ids.push(recordOf<Subscription>(item).id);
    return ids;
  };
}

function longestFirst(one: EndpointHealth, other: EndpointHealth): number {
  const difference = (one.failingSince ?? 0) - (other.failingSince ?? 0);
  return difference === 0 ? (one.subscriptionId < other.subscriptionId ? -1 : 1) : difference;
}

/** Changes the health that is there; `false` when `change` says that there is nothing to change. */
async function changeHealth(
  table: DynamoTable,
  id: string,
  change: (health: EndpointHealth) => EndpointHealth | undefined,
): Promise<boolean> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const item = await table.get(subscriptionKey(id));
    const found = item === undefined ? undefined : healthOf(item);
    const changed = found === undefined ? undefined : change(found.health);
    if (found === undefined || changed === undefined) return false;
    const update = healthUpdate({ health: changed, version: found.version });
    const refused = await table.transact([updateWrite(table.name, update)]);
    if (refused.length === 0) return true;
    await table.pause(tries);
  }
  throw changedMeanwhile(`the health of ${id}`);
}
