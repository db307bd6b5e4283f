/** A signing secret of a partner, as it is stored. */
export interface StoredSecret {
  /** `whsec_…` or `whsk_…`. */
  readonly secret: string;
  /** Milliseconds since the epoch from which on it signs no more; none for the newest. */
  readonly validUntil?: number;
}

/** All secrets of a partner, newest first: one value, so that a rotation is one write. */
export function encodeStoredSecrets(secrets: readonly StoredSecret[]): string {
  return JSON.stringify({ v: 1, secrets });
}

/**
 * Reads what {@link encodeStoredSecrets} wrote; `undefined` when it is something else. What was read is
 * never shown: it may hold secrets.
 */
export function parseStoredSecrets(value: string): readonly StoredSecret[] | undefined {
  const read = readJson(value) as { v?: unknown; secrets?: unknown } | undefined | null;
  if (read?.v !== 1 || !Array.isArray(read.secrets)) return undefined;
  return read.secrets.every(isStoredSecret) ? read.secrets : undefined;
}

/** The secrets that sign at `now`, newest first. */
export function activeSecrets(secrets: readonly StoredSecret[], now: number): readonly string[] {
  return secrets
    .filter(({ validUntil }) => validUntil === undefined || now < validUntil)
    .map(({ secret }) => secret);
}

function readJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function isStoredSecret(value: unknown): value is StoredSecret {
  const { secret, validUntil } = (value ?? {}) as { secret?: unknown; validUntil?: unknown };
  return (
    typeof secret === 'string' && (validUntil === undefined || Number.isSafeInteger(validUntil))
  );
}
