import { type AttemptResult, mapConcurrently } from '@hooklane/core';
import type { AddedResult, SubscriptionStore } from '../subscription-store.ts';
import { addToEndpoint } from './add-to-endpoint.ts';
import { hookOf } from './hook-item.ts';
import { type Item, recordOf, text, textOf } from './item.ts';
import { attemptPrefix, hookKey } from './keys.ts';
import type { StoreContext } from './write-event.ts';

type Methods = Pick<SubscriptionStore, 'addResults' | 'listAttempts'>;

/** Endpoints whose results are written at the same time. */
const mostAtOnce = 8;

/** Results of a transaction: each writes a hook, an attempt and, if it failed, that; all together the health. */
const mostTogether = 30;

/** A result, and its place among those that came with it. */
export interface PlacedResult {
  readonly index: number;
  readonly result: AttemptResult;
}

/** The methods of a store that work on results. */
export function resultMethods(context: StoreContext): Methods {
  return {
    addResults: async (results) => {
      const added = results.map((): AddedResult => ({ kind: 'unknown_hook' }));
      const errors: unknown[] = [];
      const add = async (placed: readonly PlacedResult[]): Promise<void> => {
        try {
          const together = await addToEndpoint(context, placed);
          for (const [at, { index }] of placed.entries()) added[index] = together[at] ?? known;
        } catch (error) {
          // One that cannot be written must not keep back the others.
          if (placed.length === 1) errors.push(error);
          else for (const one of placed) await add([one]);
        }
      };
      const endpoints = await byEndpoint(context, results);
      await mapConcurrently(endpoints, mostAtOnce, async (placed) => {
        for (let from = 0; from < placed.length; from += mostTogether) {
          await add(placed.slice(from, from + mostTogether));
        }
      });
      if (errors.length > 0) throw errors[0];
      return added;
    },
    listAttempts: async (hookId) => {
      const attempts: AttemptResult[] = [];
      for await (const item of attemptItems(context, hookId)) {
        attempts.push(recordOf<AttemptResult>(item));
      }
      return attempts;
    },
  };
}

const known: AddedResult = { kind: 'known' };

/** The attempts of a hook, oldest first. */
export function attemptItems(
  { table }: StoreContext,
  hookId: string,
): AsyncGenerator<Item, void, undefined> {
  return table.query({
    KeyConditionExpression: 'pk = :hook AND begins_with(sk, :attempts)',
    ExpressionAttributeValues: {
      ':hook': text(hookKey(hookId).pk),
      ':attempts': text(attemptPrefix),
    },
    ConsistentRead: true,
  });
}

/** Results of hooks that are known, by subscription: those of one change the same health. */
async function byEndpoint(
  { table }: StoreContext,
  results: readonly AttemptResult[],
): Promise<readonly (readonly PlacedResult[])[]> {
  const ids = [...new Set(results.map(({ hookId }) => hookId))];
  const hooks = await table.getMany(ids.map(hookKey));
  const endpoints = new Map(
    hooks.map((item) => [textOf(item, 'pk'), hookOf(item).hook.subscriptionId]),
  );
  const placed = results.map((result, index) => ({ result, index }));
  const groups = Map.groupBy(placed, ({ result }) => endpoints.get(hookKey(result.hookId).pk));
  groups.delete(undefined);
  return [...groups.values()];
}
