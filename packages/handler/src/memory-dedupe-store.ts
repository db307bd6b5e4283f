import { type Clock, type DedupeStore, systemClock } from '@hooklane/core';

/** What {@link createMemoryDedupeStore} can be told. */
export interface MemoryDedupeStoreOptions {
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /**
   * Hooks remembered at most; the older half is forgotten when there are more.
   * @default 10000
   */
  readonly mostHooks?: number | undefined;
  /**
   * How long a delivered hook is remembered, in milliseconds.
   * @default 600000
   */
  readonly retentionMs?: number | undefined;
}

interface Entry {
  /** `undefined` while an attempt is under way, `released` when it has failed. */
  readonly status: number | 'released' | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Makes a {@link DedupeStore} in the memory of this process: about 150 bytes a hook, no timers. */
export function createMemoryDedupeStore({
  clock = systemClock,
  mostHooks = 10_000,
  retentionMs = 600_000,
}: MemoryDedupeStoreOptions = {}): DedupeStore {
  // Two generations: a Map from which the oldest key is deleted again and again slows down, since each look
  // for the oldest passes over all keys deleted before.
  let young = new Map<string, Entry>();
  let old = new Map<string, Entry>();
  const put = (key: string, entry: Entry): void => {
    young.set(key, entry);
    if (young.size < mostHooks / 2) return;
    old = young;
    young = new Map();
  };
  return {
    claim: async (key, { leaseMs }) => {
      const now = clock.now();
      const known = young.get(key) ?? old.get(key);
      if (known !== undefined && now < known.expiresAt && known.status !== 'released') {
        return known.status === undefined
          ? { kind: 'busy' }
          : { kind: 'delivered', status: known.status };
      }
      put(key, { status: undefined, expiresAt: now + leaseMs });
      return { kind: 'claimed' };
    },
    complete: async (key, status) => put(key, { status, expiresAt: clock.now() + retentionMs }),
    release: async (key) => {
      // A slower attempt that failed does not undo the delivery of another.
      const known = young.get(key) ?? old.get(key);
      if (typeof known?.status !== 'number') put(key, { status: 'released', expiresAt: 0 });
    },
  };
}
