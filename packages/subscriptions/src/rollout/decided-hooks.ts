import type { RoutePath } from './route.ts';

/** What became of the hooks that this process decided about. */
export interface DecidedHooks {
  pathOf(hook: HookReference): RoutePath | undefined;
  /** What was decided first holds. */
  decide(hook: HookReference, path: RoutePath): void;
  /** Says what is known against a delivery, if anything, and remembers it. */
  deliver(hook: HookReference, path: RoutePath): DeliveryKind;
}

/** Ids are told apart by partner: hosts may give the hooks of one event the same. */
export interface HookReference {
  readonly partnerId: string;
  readonly hookId: string;
}

/** A delivery, beside what was decided and seen before. */
export type DeliveryKind =
  | 'first'
  /** It was delivered before. */
  | 'repeated'
  /** It came by another path than the one it was published on. */
  | 'strayed';

interface Decision {
  readonly path: RoutePath;
  readonly isDelivered: boolean;
}

/** Remembers the last decisions, `mostHooks` at most: about 150 bytes each. */
export function createDecidedHooks(mostHooks: number): DecidedHooks {
  // Two generations: deleting the oldest key of a Map again and again gets slow.
  let young = new Map<string, Decision>();
  let old = new Map<string, Decision>();
  const find = (key: string): Decision | undefined => young.get(key) ?? old.get(key);
  const put = (key: string, decision: Decision): void => {
    young.set(key, decision);
    if (young.size < mostHooks / 2) return;
    old = young;
    young = new Map();
  };
  return {
    pathOf: (hook) => find(keyOf(hook))?.path,
    decide: (hook, path) => {
      const key = keyOf(hook);
      if (find(key) === undefined) put(key, { path, isDelivered: false });
    },
    deliver: (hook, path) => {
      const key = keyOf(hook);
      const known = find(key);
      // Of a hook that another process published nothing is known but its delivery.
      put(key, { path: known?.path ?? path, isDelivered: true });
      if (known !== undefined && known.path !== path) return 'strayed';
      return known?.isDelivered === true ? 'repeated' : 'first';
    },
  };
}

function keyOf({ partnerId, hookId }: HookReference): string {
  return `${partnerId}/${hookId}`;
}
