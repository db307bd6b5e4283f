import { type Clock, type DedupeStore, systemClock } from '@hooklane/core';

/** What {@link createMemoryDedupeStore} can be told. */
export interface MemoryDedupeStoreOptions {
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** @default 10000 */
  readonly mostHooks?: number | undefined;
  /** How long a delivered hook is remembered, in milliseconds. @default 600000 */
  readonly retentionMs?: number | undefined;
}

interface Entry {
  /** `undefined` while an attempt is under way. */
  readonly status: number | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** Makes a {@link DedupeStore} in the memory of this process; the hooks used least recently are forgotten first. */
export function createMemoryDedupeStore({
  clock = systemClock,
  mostHooks = 10_000,
  retentionMs = 600_000,
}: MemoryDedupeStoreOptions = {}): DedupeStore {
  const entries = new Map<string, Entry>();
  const put = (key: string, entry: Entry): void => {
    entries.delete(key);
    entries.set(key, entry);
    if (entries.size <= mostHooks) return;
    const [oldest] = entries.keys();
    if (oldest !== undefined) entries.delete(oldest);
  };
  return {
    claim: async (key, { leaseMs }) => {
      const now = clock.now();
      const known = entries.get(key);
      if (known !== undefined && now < known.expiresAt) {
        return known.status === undefined
          ? { kind: 'busy' }
          : { kind: 'delivered', status: known.status };
      }
      put(key, { status: undefined, expiresAt: now + leaseMs });
      return { kind: 'claimed' };
    },
    complete: async (key, status) => put(key, { status, expiresAt: clock.now() + retentionMs }),
    release: async (key) => {
      entries.delete(key);
    },
  };
}
