import { HooklaneError, parsePartnerId, type SecretStore } from '@hooklane/core';
import { createSigningKey, generateSecret } from '@hooklane/signature';
import { readJsonFile, writeJsonFile } from './json-file.ts';

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
  removeSecrets(partnerId: string): void;
}

/**
 * Opens the secret store in the file `path`; made when a first secret is written.
 *
 * @throws HooklaneError `invalid_secret_file`
 */
export function createFileSecretStore(path: string): FileSecretStore {
  const secrets = readSecretFile(path);
  const store: FileSecretStore = {
    getSecrets: async (partnerId) => secrets.get(partnerId) ?? [],
    ensureSecret: (partnerId) => {
      const known = secrets.get(partnerId)?.[0];
      if (known !== undefined) return known;
      const secret = generateSecret();
      store.setSecrets(partnerId, [secret]);
      return secret;
    },
    setSecrets: (partnerId, own) => {
      for (const secret of own) createSigningKey(secret);
      secrets.set(parsePartnerId(partnerId), [...own]);
      writeJsonFile(path, Object.fromEntries(secrets));
    },
    removeSecrets: (partnerId) => {
      if (secrets.delete(partnerId)) writeJsonFile(path, Object.fromEntries(secrets));
    },
  };
  return store;
}

function readSecretFile(path: string): Map<string, readonly string[]> {
  const value = readJsonFile(path) ?? {};
  const isValid =
    typeof value === 'object' &&
    Object.values(value).every(
      (own) => Array.isArray(own) && own.every((secret) => typeof secret === 'string'),
    );
  if (!isValid) {
    throw new HooklaneError(
      'invalid_secret_file',
      `${path} is not a file of secrets: it must map each partner to a list of strings`,
    );
  }
  return new Map(Object.entries(value as Record<string, readonly string[]>));
}
