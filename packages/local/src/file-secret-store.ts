import {
  activeSecrets,
  type Clock,
  HooklaneError,
  parsePartnerId,
  type SecretStore,
  type StoredSecret,
  systemClock,
} from '@hooklane/core';
import type { RotatedSecret } from '@hooklane/provisioner';
import { createSigningKey, generateSecret } from '@hooklane/signature';
import { readJsonFile, writeJsonFile } from './json-file.ts';
import { rotateStored } from './rotate-stored.ts';
import { decodeSecrets, encodeSecrets } from './secret-entries.ts';

/** A {@link SecretStore} in a file that only its owner can read. For one machine. */
export interface FileSecretStore extends SecretStore {
  /** The newest secret of a partner; made if it has none. */
  ensureSecret(partnerId: string): string;
  /**
   * Replaces the secrets of a partner, newest first.
   *
   * @throws HooklaneError `invalid_secret`, `invalid_partner_id`
   */
  setSecrets(partnerId: string, secrets: readonly string[]): void;
  /**
   * Gives a partner a new secret; those before it sign for `overlapMs`, too.
   *
   * @throws HooklaneError `too_many_secrets`, `invalid_options`, `invalid_partner_id`
   */
  rotateSecret(partnerId: string, options: { readonly overlapMs: number }): RotatedSecret;
  removeSecrets(partnerId: string): void;
}

/**
 * Opens the secret store in the file `path`; made when a first secret is written.
 *
 * @throws HooklaneError `invalid_secret_file`
 */
export function createFileSecretStore(
  path: string,
  { clock = systemClock }: { readonly clock?: Clock } = {},
): FileSecretStore {
  const secrets = readSecretFile(path);
  const active = (partnerId: string): readonly string[] =>
    activeSecrets(secrets.get(partnerId) ?? [], clock.now());
  const write = (): void => writeJsonFile(path, encodeSecrets(secrets));
  const store: FileSecretStore = {
    getSecrets: async (partnerId) => active(partnerId),
    ensureSecret: (partnerId) => {
      const [known] = active(partnerId);
      if (known !== undefined) return known;
      const secret = generateSecret();
      store.setSecrets(partnerId, [secret]);
      return secret;
    },
    setSecrets: (partnerId, own) => {
      for (const secret of own) createSigningKey(secret);
      const stored = own.map((secret) => ({ secret }));
      secrets.set(parsePartnerId(partnerId), stored);
      write();
    },
    rotateSecret: (partnerId, { overlapMs }) => {
      const present = secrets.get(parsePartnerId(partnerId)) ?? [];
      const { stored, ...rotated } = rotateStored(present, {
        partnerId,
        overlapMs,
        now: clock.now(),
      });
      secrets.set(partnerId, stored);
      write();
      return rotated;
    },
    removeSecrets: (partnerId) => {
      if (secrets.delete(partnerId)) write();
    },
  };
  return store;
}

function readSecretFile(path: string): Map<string, readonly StoredSecret[]> {
  const file = readJsonFile(path);
  if (file.kind === 'missing') return new Map();
  if (file.kind === 'broken') {
    throw new HooklaneError(
      'invalid_secret_file',
      `${path} is not JSON. Mend it, or delete it: partners without a secret get a new one when they are added again`,
    );
  }
  const secrets = decodeSecrets(file.value ?? {});
  if (secrets !== undefined) return secrets;
  throw new HooklaneError(
    'invalid_secret_file',
    `${path} is not a file of secrets: it must map each partner to a list of strings`,
  );
}
