import type { StoredSecret } from '@hooklane/core';

/** Secrets by partner, newest first. */
type SecretsByPartner = ReadonlyMap<string, readonly StoredSecret[]>;

/** As the file has them: a secret without an end is its text alone, as earlier versions wrote and read it. */
export function encodeSecrets(secrets: SecretsByPartner): object {
  const entries = [...secrets].map(([partnerId, own]) => [
    partnerId,
    own.map((stored) => (stored.validUntil === undefined ? stored.secret : stored)),
  ]);
  return Object.fromEntries(entries);
}

/** Reads what {@link encodeSecrets} wrote; `undefined` when it is something else. */
export function decodeSecrets(value: unknown): Map<string, readonly StoredSecret[]> | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const secrets = new Map<string, readonly StoredSecret[]>();
  for (const [partnerId, own] of Object.entries(value)) {
    if (!Array.isArray(own)) return undefined;
    const stored = own.map((entry) => (typeof entry === 'string' ? { secret: entry } : entry));
    if (!stored.every(isStoredSecret)) return undefined;
    secrets.set(partnerId, stored);
  }
  return secrets;
}

function isStoredSecret(value: unknown): value is StoredSecret {
  const { secret, validUntil } = (value ?? {}) as { secret?: unknown; validUntil?: unknown };
  return (
    typeof secret === 'string' && (validUntil === undefined || Number.isSafeInteger(validUntil))
  );
}
