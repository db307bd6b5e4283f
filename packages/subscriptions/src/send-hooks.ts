import { publishHooks } from '@hooklane/queue';
import type { ServiceContext } from './service-context.ts';
import type { StoredHook } from './stored-hook.ts';

/** A stored hook and what it sends. */
export interface HookToSend {
  readonly hook: StoredHook;
  /** Where to: what its subscription says now. */
  readonly url: string;
  readonly body: string;
}

/** What became of a hook that was sent. */
export type SentHook =
  | { readonly kind: 'accepted' }
  /** It must never be sent. */
  | { readonly kind: 'rejected'; readonly code: string }
  /** SQS did not take it, or its partner has no lane. It stays pending, for `resumePublishing`. */
  | { readonly kind: 'pending'; readonly code: string };

/** Another try changes nothing. */
const finalCodes: ReadonlySet<string> = new Set([
  'invalid_hook',
  'invalid_partner_id',
  'invalid_url',
  'blocked_address',
  'invalid_headers',
  'hook_too_large',
]);

/**
 * Puts hooks into their lanes, and then writes down what became of those that were pending. What ends in between leaves
 * hooks pending that SQS has: they are sent again, with the same id and the same body, to where their subscription is by
 * then.
 */
export async function sendHooks(
  hooks: readonly HookToSend[],
  { store, publishOptions }: Pick<ServiceContext, 'store' | 'publishOptions'>,
): Promise<readonly SentHook[]> {
  if (hooks.length === 0) return [];
  const outcomes = await publishHooks(
    hooks.map(({ hook: { id, partnerId, type, createdAt }, url, body }) => ({
      id,
      partnerId,
      url,
      type,
      body,
      createdAt,
    })),
    publishOptions,
  );
  const sent = outcomes.map((outcome): SentHook => {
    if (outcome.kind === 'accepted') return { kind: 'accepted' };
    const { code } = outcome.error;
    return { kind: finalCodes.has(code) ? 'rejected' : 'pending', code };
  });
  const idsOf = (kind: SentHook['kind']): readonly string[] =>
    hooks.filter((_, index) => sent[index]?.kind === kind).map(({ hook }) => hook.id);
  for (const to of ['accepted', 'rejected'] as const) {
    const ids = idsOf(to);
    // Results may have come already, and know better.
    if (ids.length > 0) await store.moveHooks(ids, { from: ['pending'], to });
  }
  return sent;
}
