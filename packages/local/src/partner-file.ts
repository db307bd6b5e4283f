import {
  HooklaneError,
  type PartnerPolicy,
  parsePartnerId,
  parsePartnerPolicy,
} from '@hooklane/core';
import { readJsonFile, writeJsonFile } from './json-file.ts';

/** The partners of a data directory, so that a restart works the same lanes in the same way. */
export interface PartnerFile {
  readonly partners: ReadonlyMap<string, PartnerEntry>;
  set(partnerId: string, entry: PartnerEntry): void;
  remove(partnerId: string): void;
}

/** How the lane of one partner is worked, and whether. */
export interface PartnerEntry {
  readonly policy: PartnerPolicy;
  readonly isDisabled: boolean;
}

/**
 * Opens the file of partners; made when a first partner is written.
 *
 * @throws HooklaneError `invalid_partner_file`
 */
export function openPartnerFile(path: string): PartnerFile {
  const partners = read(path);
  const write = (): void => {
    const entries = [...partners].map(([partnerId, entry]) => [partnerId, encode(entry)]);
    writeJsonFile(path, Object.fromEntries(entries));
  };
  return {
    partners,
    set: (partnerId, entry) => {
      partners.set(partnerId, entry);
      write();
    },
    remove: (partnerId) => {
      if (partners.delete(partnerId)) write();
    },
  };
}

const repair = 'Mend it, or delete it and add the partners again';

function read(path: string): Map<string, PartnerEntry> {
  const file = readJsonFile(path);
  if (file.kind === 'missing') return new Map();
  if (file.kind === 'broken') {
    throw new HooklaneError('invalid_partner_file', `${path} is not JSON. ${repair}`);
  }
  try {
    const entries = Object.entries(file.value ?? {}).map(
      ([partnerId, stored]): [string, PartnerEntry] => [parsePartnerId(partnerId), decode(stored)],
    );
    return new Map(entries);
  } catch (cause) {
    throw new HooklaneError(
      'invalid_partner_file',
      `${path} is not a file of partners. ${repair}`,
      {
        cause,
      },
    );
  }
}

/** The policy alone, as earlier versions wrote and read it, unless there is more to say. */
function encode({ policy, isDisabled }: PartnerEntry): object {
  return isDisabled ? { policy, isDisabled } : policy;
}

function decode(stored: unknown): PartnerEntry {
  // A policy has no field of this name.
  const isWrapped = stored !== null && typeof stored === 'object' && 'policy' in stored;
  const { policy, isDisabled } = isWrapped
    ? (stored as Partial<PartnerEntry>)
    : { policy: stored as PartnerPolicy, isDisabled: false };
  parsePartnerPolicy(policy);
  return { policy: policy ?? {}, isDisabled: isDisabled === true };
}
