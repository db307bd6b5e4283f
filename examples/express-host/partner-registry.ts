import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import {
  activeSecrets,
  encodeStoredSecrets,
  generateSecret,
  type PartnerPolicy,
  parsePartnerId,
  parsePartnerPolicy,
  parseStoredSecrets,
  type SecretStore,
  type StoredSecret,
} from '@hooklane/core';

/** The partners of the host, and the secrets that sign their hooks. */
export interface PartnerRegistry extends SecretStore, Disposable {
  /** Adds a partner and gives its secret, this once; `undefined` when there is one of this id. */
  add(partnerId: string, policy: PartnerPolicy): string | undefined;
  /** Gives a partner a new secret, this once; those before it sign beside it for a day. `undefined` without partner. */
  rotateSecret(partnerId: string): string | undefined;
  policyOf(partnerId: string): PartnerPolicy | undefined;
  readonly partnerIds: readonly string[];
}

interface Row {
  readonly id: string;
  readonly policy: string;
  readonly secrets: string;
}

const overlapMs = 86_400_000;
/** Beside the new one: a hook carries 16 signatures at most. */
const mostPrevious = 15;

/** Opens the registry in a file of SQLite. In production: a table of your database, the secrets encrypted at rest. */
export function openPartnerRegistry(path: string): PartnerRegistry {
  const database = openDatabase(path);
  const insert = database.prepare('insert into partners values (?, ?, ?) on conflict do nothing');
  const select = database.prepare('select * from partners where id = ?');
  const selectAll = database.prepare('select id from partners order by id');
  const update = database.prepare('update partners set secrets = ? where id = ?');
  const find = (partnerId: string) => select.get(partnerId) as Row | undefined;
  return {
    add: (partnerId, policy) => {
      parsePartnerPolicy(policy);
      const secret = generateSecret();
      const { changes } = insert.run(
        parsePartnerId(partnerId),
        JSON.stringify(policy),
        encodeStoredSecrets([{ secret }]),
      );
      return changes === 0 ? undefined : secret;
    },
    rotateSecret: (partnerId) => {
      const row = find(partnerId);
      if (row === undefined) return undefined;
      const secret = generateSecret();
      update.run(encodeStoredSecrets([{ secret }, ...endingSecrets(row, Date.now())]), partnerId);
      return secret;
    },
    policyOf: (partnerId) => {
      const row = find(partnerId);
      return row === undefined ? undefined : (JSON.parse(row.policy) as PartnerPolicy);
    },
    getSecrets: async (partnerId) => {
      const row = find(partnerId);
      return row === undefined ? [] : activeSecrets(storedSecrets(row), Date.now());
    },
    get partnerIds() {
      return (selectAll.all() as unknown as Row[]).map(({ id }) => id);
    },
    [Symbol.dispose]: () => void (database.isOpen && database.close()),
  };
}

function openDatabase(path: string): DatabaseSync {
  // For its owner alone, from the first byte on.
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path);
  database.exec(
    'create table if not exists partners (id text primary key, policy text not null, secrets text not null) strict',
  );
  return database;
}

/** Those that still sign, with their end. */
function endingSecrets(row: Row, now: number): readonly StoredSecret[] {
  return storedSecrets(row)
    .filter(({ validUntil = now + 1 }) => validUntil > now)
    .slice(0, mostPrevious)
    .map(({ secret, validUntil = now + overlapMs }) => ({ secret, validUntil }));
}

function storedSecrets({ id, secrets }: Row): readonly StoredSecret[] {
  const stored = parseStoredSecrets(secrets);
  if (stored === undefined) throw new Error(`The secrets of partner ${id} cannot be read`);
  return stored;
}
