import type { SubscriptionStore } from '@hooklane/subscriptions';
import { median, quantile } from '../kit/median.ts';
import { endMs, eventId, hookId, load, partnerOf, subscriptionOf } from './load.ts';

/** How long a query took. */
export interface QueryFigures {
  readonly name: string;
  /** What one answer holds, on average. */
  readonly found: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly mostMs: number;
}

type Query = (store: SubscriptionStore, number: number) => Promise<number>;

const calls = 500;
const hourMs = 3_600_000;
const minuteMs = 60_000;
const failed = ['exhausted', 'rejected', 'gone', 'aborted', 'discarded'] as const;

/** Numbers far from each other, the same in each run. */
const spread = (number: number): number => (number * 7_919) % load.hooks;
const hooksIn = async (page: ReturnType<SubscriptionStore['listHooks']>): Promise<number> =>
  (await page).hooks.length;

const queries: Readonly<Record<string, Query>> = {
  getHook: async (store, n) => ((await store.getHook(hookId(spread(n)))) === undefined ? 0 : 1),
  'listAttempts of a hook': async (store, n) =>
    (await store.listAttempts(hookId(spread(n)))).length,
  listHooksOfEvent: async (store, n) =>
    (await store.listHooksOfEvent(eventId(n % load.events))).length,
  'listHooks of a partner': (store, n) => hooksIn(store.listHooks({ partnerId: partnerOf(n) })),
  'listHooks of a partner, undelivered': (store, n) =>
    hooksIn(store.listHooks({ partnerId: partnerOf(n), statuses: failed })),
  'listHooks of a partner, delivered, three hours': (store, n) => {
    const since = endMs - (1 + (n % 20)) * hourMs;
    return hooksIn(
      store.listHooks({
        partnerId: partnerOf(n),
        statuses: ['delivered'],
        since,
        until: since + 3 * hourMs,
      }),
    );
  },
  'listHooks of a subscription': (store, n) =>
    hooksIn(store.listHooks({ subscriptionId: subscriptionOf(n) })),
  'listHooks of all, an hour': (store, n) => {
    const since = endMs - (1 + (n % 20)) * hourMs;
    return hooksIn(store.listHooks({ since, until: since + hourMs }));
  },
  'listHooks of all, undelivered': (store) => hooksIn(store.listHooks({ statuses: failed })),
  'listHooks of all, 1,000 a page': (store, n) =>
    hooksIn(store.listHooks({ limit: 1_000, until: endMs - n * minuteMs })),
  'listHooks of all, page after page': walkPages(),
  listFailing: async (store) => (await store.listFailing({ since: endMs })).length,
};

/** Each call goes on where the one before ended: 500 pages, to the middle of all hooks. */
function walkPages(): Query {
  let cursor: string | undefined;
  return async (store) => {
    const page = await store.listHooks({ cursor });
    cursor = page.cursor;
    return page.hooks.length;
  };
}

/** Asks each query of the store 500 times. */
export async function measureQueries(store: SubscriptionStore): Promise<readonly QueryFigures[]> {
  const figures: QueryFigures[] = [];
  for (const [name, query] of Object.entries(queries))
    figures.push(await measure(store, name, query));
  return figures;
}

async function measure(
  store: SubscriptionStore,
  name: string,
  query: Query,
): Promise<QueryFigures> {
  const times: number[] = [];
  let found = 0;
  for (let number = 0; number < calls; number += 1) {
    const startedAt = performance.now();
    found += await query(store, number);
    times.push(performance.now() - startedAt);
  }
  return {
    name,
    found: Math.round(found / calls),
    p50Ms: median(times),
    p99Ms: quantile(times, 0.99),
    mostMs: Math.max(...times),
  };
}
