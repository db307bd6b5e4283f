import type { StoredHook } from './stored-hook.ts';
import type { HookQuery, SubscriptionStore } from './subscription-store.ts';

/** Gives all hooks of a query, page by page. Hooks that move to another status meanwhile do not disturb the paging. */
export async function* hookPages(
  query: HookQuery,
  {
    store,
    signal,
  }: { readonly store: SubscriptionStore; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<readonly StoredHook[]> {
  let cursor: string | undefined;
  do {
    signal?.throwIfAborted();
    const page = await store.listHooks({ ...query, cursor });
    if (page.hooks.length > 0) yield page.hooks;
    cursor = page.cursor;
  } while (cursor !== undefined);
}
