import {
  HooklaneError,
  type PartnerPolicy,
  parsePartnerId,
  parsePartnerPolicy,
} from '@hooklane/core';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** The partners of a data directory, so that a restart works the same lanes in the same way. */
export interface PartnerFile {
  readonly partners: ReadonlyMap<string, PartnerPolicy>;
  set(partnerId: string, policy: PartnerPolicy): void;
  remove(partnerId: string): void;
}

/**
 * Opens the file of partners; made when a first partner is written.
 *
 * @throws HooklaneError `invalid_partner_file`
 */
export function openPartnerFile(path: string): PartnerFile {
  const partners = read(path);
  const write = (): void => writeJsonFile(path, Object.fromEntries(partners));
  return {
    partners,
    set: (partnerId, policy) => {
      partners.set(partnerId, policy);
      write();
    },
    remove: (partnerId) => {
      if (partners.delete(partnerId)) write();
    },
  };
}

function read(path: string): Map<string, PartnerPolicy> {
  const value = readJsonFile(path) ?? {};
  try {
    for (const [partnerId, policy] of Object.entries(value)) {
      parsePartnerId(partnerId);
      parsePartnerPolicy(policy);
    }
  } catch (cause) {
    throw new HooklaneError('invalid_partner_file', `${path} is not a file of partners`, { cause });
  }
  return new Map(Object.entries(value));
}
