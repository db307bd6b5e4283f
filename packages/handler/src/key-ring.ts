import type { Clock, SecretStore, UnsignedCode } from '@hooklane/core';
import { createSigningKey, type SigningKey } from '@hooklane/signature';

/** The signing keys of a partner, newest first, or why there are none. */
export type SigningKeys =
  | { readonly ok: true; readonly keys: readonly SigningKey[] }
  | { readonly ok: false; readonly code: UnsignedCode };

/** Gives the signing keys of partners, asking the secret store as seldom as it may. */
export interface KeyRing {
  keysOf(partnerId: string): Promise<SigningKeys>;
}

const freshMs = 5 * 60_000;
/** After a failure the store is left alone for a while; hooks wait longer than this anyway. */
const failureMs = 5_000;
/** A store that hangs must not hang its lane. */
const longestReadMs = 5_000;
/** What one `webhook-signature` header holds. */
const mostKeys = 16;

interface Entry {
  readonly keys: Promise<SigningKeys>;
  /** Milliseconds since the epoch. */
  readonly staleAt: number;
}

/**
 * Caches the keys of a store for five minutes. When the store fails, keys already known stay in use:
 * an outage of the store then delays no hook whose secret did not change.
 */
export function createKeyRing(store: SecretStore, clock: Clock): KeyRing {
  const entries = new Map<string, Entry>();
  return {
    keysOf: (partnerId) => {
      const known = entries.get(partnerId);
      if (known !== undefined && clock.now() < known.staleAt) return known.keys;
      const keys = load(partnerId, known?.keys);
      entries.set(partnerId, { keys, staleAt: clock.now() + freshMs });
      return keys;
    },
  };

  async function load(
    partnerId: string,
    previous: Promise<SigningKeys> | undefined,
  ): Promise<SigningKeys> {
    const loaded = await readKeys(store, partnerId, clock);
    if (loaded.ok) return loaded;
    const known = await previous;
    const keys = loaded.code === 'secret_unavailable' && known?.ok === true ? known : loaded;
    entries.set(partnerId, { keys: Promise.resolve(keys), staleAt: clock.now() + failureMs });
    return keys;
  }
}

async function readKeys(store: SecretStore, partnerId: string, clock: Clock): Promise<SigningKeys> {
  let secrets: readonly string[] | undefined;
  try {
    secrets = await readSecrets(store, partnerId, clock);
  } catch {
    // The code is the outcome of the attempt and is logged with it; a store's message may hold secrets.
  }
  if (secrets === undefined) return { ok: false, code: 'secret_unavailable' };
  if (secrets.length === 0) return { ok: false, code: 'secret_missing' };
  if (secrets.length > mostKeys) return { ok: false, code: 'secret_invalid' };
  try {
    return { ok: true, keys: secrets.map((secret) => createSigningKey(secret)) };
  } catch {
    return { ok: false, code: 'secret_invalid' };
  }
}

/** `undefined` when the store takes too long. */
async function readSecrets(
  store: SecretStore,
  partnerId: string,
  clock: Clock,
): Promise<readonly string[] | undefined> {
  const over = new AbortController();
  const { signal } = over;
  try {
    return await Promise.race([
      store.getSecrets(partnerId, { signal }),
      clock.sleep(longestReadMs, { signal }).then(() => undefined),
    ]);
  } finally {
    over.abort();
  }
}
