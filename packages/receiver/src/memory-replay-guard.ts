import { refusal, showReceived } from './refusal.ts';
import {
  checkReplayGuardOptions,
  type ReplayGuard,
  type ReplayGuardOptions,
} from './replay-guard.ts';

/** How much {@link createMemoryReplayGuard} remembers. */
export interface MemoryReplayGuardOptions extends ReplayGuardOptions {
  /** Most hooks that are remembered; then the oldest is forgotten. @default 100_000 */
  readonly maxHooks?: number | undefined;
}

interface Entry {
  readonly token: string | undefined;
  readonly until: number;
}

/**
 * A guard for one process: it forgets when the process ends, and knows nothing of others. About 150 bytes a
 * hook.
 *
 * @throws HooklaneError `invalid_options`
 */
export function createMemoryReplayGuard(options: MemoryReplayGuardOptions = {}): ReplayGuard {
  const { leaseMs, retentionMs, clock } = checkReplayGuardOptions(options);
  const { maxHooks = 100_000 } = options;
  if (!Number.isSafeInteger(maxHooks) || maxHooks < 1) {
    throw refusal(
      'invalid_options',
      `maxHooks must be an integer above 0. Received: ${showReceived(maxHooks)}`,
    );
  }
  const entries = new Map<string, Entry>();
  let claims = 0;
  const put = (key: string, entry: Entry): void => {
    // Deleted first, so that the order of the map is that of the writes.
    entries.delete(key);
    const [oldest] = entries.keys();
    if (entries.size >= maxHooks && oldest !== undefined) entries.delete(oldest);
    entries.set(key, entry);
  };
  return {
    async claim(key) {
      const known = entries.get(key);
      const now = clock.now();
      if (known !== undefined && known.until > now) {
        return { kind: known.token === undefined ? 'processed' : 'processing' };
      }
      claims += 1;
      const token = `${claims}`;
      put(key, { token, until: now + leaseMs });
      return { kind: 'claimed', token };
    },
    async complete(key) {
      put(key, { token: undefined, until: clock.now() + retentionMs });
    },
    async release(key, token) {
      if (entries.get(key)?.token === token) entries.delete(key);
    },
  };
}
