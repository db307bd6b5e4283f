import { HooklaneError, type PartnerPolicy, parsePartnerId } from '@hooklane/core';
import {
  deletePartner,
  disablePartner,
  enablePartner,
  type Lane,
  type ProvisionerOptions,
  provisionPartner,
} from '@hooklane/provisioner';
import type { FileSecretStore } from './file-secret-store.ts';
import type { LaneWorkers } from './lane-workers.ts';
import type { PartnerEntry, PartnerFile } from './partner-file.ts';
import type { Local, LocalPartner } from './start-local.ts';

/** The partners of a local system: their lanes, what is known of them, and what works them. */
export interface LocalPartners
  extends Pick<
    Local,
    | 'addPartner'
    | 'removePartner'
    | 'disablePartner'
    | 'enablePartner'
    | 'rotateSecret'
    | 'policyOf'
    | 'isDisabled'
    | 'partnerIds'
  > {
  /** Goes on with what the data directory holds. */
  resume(): Promise<void>;
  /** Stops all lanes, after the changes under way. */
  stop(options: { readonly graceMs?: number }): Promise<void>;
}

export interface LocalPartnersOptions {
  readonly provisioning: ProvisionerOptions;
  readonly secrets: FileSecretStore;
  readonly partnerFile: PartnerFile;
  readonly workers: LaneWorkers;
}

const dayMs = 86_400_000;

export function createLocalPartners(options: LocalPartnersOptions): LocalPartners {
  const { secrets, partnerFile, workers } = options;
  const inTurn = createTurns();
  const entryOf = (partnerId: string): PartnerEntry => findEntry(partnerId, partnerFile);
  return {
    get partnerIds() {
      return [...partnerFile.partners.keys()];
    },
    policyOf: (partnerId) => entryOf(partnerId).policy,
    isDisabled: (partnerId) => entryOf(partnerId).isDisabled,
    resume: () =>
      inTurn(async () => {
        for (const [partnerId, entry] of partnerFile.partners) {
          await converge(partnerId, entry, options);
        }
      }),
    addPartner: (partnerId, policy = {}) => inTurn(() => add(partnerId, policy, options)),
    removePartner: (partnerId, { force = false } = {}) =>
      inTurn(() => remove(partnerId, force, options)),
    disablePartner: (partnerId) => inTurn(() => disable(partnerId, options)),
    enablePartner: (partnerId) => inTurn(() => enable(partnerId, options)),
    rotateSecret: (partnerId, { overlapMs = dayMs } = {}) =>
      inTurn(async () => {
        const entry = entryOf(partnerId);
        const rotated = secrets.rotateSecret(partnerId, { overlapMs });
        await converge(partnerId, entry, options);
        return rotated;
      }),
    stop: (stopping) => inTurn(() => workers.stop(stopping)),
  };
}

function findEntry(partnerId: string, { partners }: PartnerFile): PartnerEntry {
  const entry = partners.get(parsePartnerId(partnerId));
  if (entry === undefined) throw unknownPartner(partnerId);
  return entry;
}

async function add(
  partnerId: string,
  policy: PartnerPolicy,
  options: LocalPartnersOptions,
): Promise<LocalPartner> {
  const { secrets, partnerFile } = options;
  const known = partnerFile.partners.get(parsePartnerId(partnerId));
  const entry = { policy, isDisabled: known?.isDisabled ?? false };
  const lane = await provision(partnerId, policy, options);
  // After what may be refused, so that no secret is left behind, and before what signs.
  const secret = secrets.ensureSecret(partnerId);
  await work(lane, entry, options);
  partnerFile.set(partnerId, entry);
  return { partnerId, queueUrl: lane.queueUrl, secret };
}

async function disable(partnerId: string, options: LocalPartnersOptions): Promise<void> {
  const { partnerFile, provisioning, workers } = options;
  const { policy } = findEntry(partnerId, partnerFile);
  // First, so that it is disabled after a crash in between, too.
  partnerFile.set(partnerId, { policy, isDisabled: true });
  await workers.rest(partnerId);
  await disablePartner(partnerId, provisioning);
}

async function enable(partnerId: string, options: LocalPartnersOptions): Promise<void> {
  const { partnerFile, provisioning } = options;
  const { policy } = findEntry(partnerId, partnerFile);
  await enablePartner(partnerId, provisioning);
  partnerFile.set(partnerId, { policy, isDisabled: false });
  await converge(partnerId, { policy, isDisabled: false }, options);
}

/** Brings a lane to how it is to be, and works it unless it is disabled. */
async function converge(
  partnerId: string,
  entry: PartnerEntry,
  options: LocalPartnersOptions,
): Promise<void> {
  await work(await provision(partnerId, entry.policy, options), entry, options);
}

function provision(
  partnerId: string,
  policy: PartnerPolicy,
  { provisioning }: LocalPartnersOptions,
): Promise<Lane> {
  return provisionPartner({ partnerId, compute: { kind: 'worker' }, policy }, provisioning);
}

async function work(
  { partnerId, queueUrl, deadLetterQueueUrl }: Lane,
  { policy, isDisabled }: PartnerEntry,
  { provisioning, workers }: LocalPartnersOptions,
): Promise<void> {
  if (isDisabled) await disablePartner(partnerId, provisioning);
  else await workers.work({ partnerId, queueUrl, deadLetterQueueUrl, policy });
}

async function remove(
  partnerId: string,
  force: boolean,
  options: LocalPartnersOptions,
): Promise<void> {
  const { provisioning, secrets, partnerFile, workers } = options;
  await workers.rest(partnerId);
  try {
    // The embedded SQS counts exactly.
    await deletePartner(partnerId, { ...provisioning, force, recountMs: 0 });
  } catch (error) {
    const entry = partnerFile.partners.get(partnerId);
    if (entry !== undefined) await converge(partnerId, entry, options);
    throw error;
  }
  partnerFile.remove(partnerId);
  secrets.removeSecrets(partnerId);
}

/** Lets one change end before the next begins: two at once on one lane would leave it between both. */
function createTurns(): <Result>(work: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = last.then(work, work);
    last = turn;
    return turn;
  };
}

function unknownPartner(partnerId: string): HooklaneError<'unknown_partner'> {
  return new HooklaneError(
    'unknown_partner',
    `Partner ${partnerId} has no lane in this data directory. Call addPartner first`,
  );
}
