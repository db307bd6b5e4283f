import { join } from 'node:path';
import { isHooklaneError, laneNames, parseHook } from '@hooklane/core';
import { createJsonLogger } from '@hooklane/handler';
import { provisionPlatform } from '@hooklane/provisioner';
import { createLaneDirectory, publishHooks, readQueueDepth } from '@hooklane/queue';
import type { EmbeddedSqs } from '@hooklane/queue/embedded';
import { createFileSecretStore } from './file-secret-store.ts';
import { createLaneWorkers } from './lane-workers.ts';
import { createLocalPartners, type LocalPartners } from './local-partners.ts';
import { type LocalSubscriptions, startLocalSubscriptions } from './local-subscriptions.ts';
import { openPartnerFile } from './partner-file.ts';
import type { LaneContents, Local, StartLocalOptions } from './start-local.ts';

/** What a local system is made of. */
export interface LocalSystemOptions extends StartLocalOptions {
  readonly sqs: EmbeddedSqs;
  /** Called last when the system stops. */
  close(): Promise<void>;
}

const stage = 'local';
/** Short, because a stop waits for the polls under way. */
const pollSeconds = 1;

/** Wires the packages together on an embedded SQS, and goes on with what the data directory holds. */
export async function createLocalSystem(options: LocalSystemOptions): Promise<Local> {
  const {
    dataDir,
    sqs,
    egress = { allowHttp: true, ports: 'any', allowPrivateAddresses: true },
    onResult = () => {},
    onNotice,
  } = options;
  const logger = options.logger ?? createJsonLogger();
  const clients = { sqs: sqs.client };
  // The embedded SQS has no quotas.
  const provisioning = { stage, clients, quotas: false };
  const secrets = createFileSecretStore(join(dataDir, 'secrets.json'));
  const partnerFile = openPartnerFile(join(dataDir, 'partners.json'));
  const platform = { stage, compute: { kind: 'worker' } } as const;
  const { resultsQueueUrl } = await provisionPlatform(platform, { clients, quotas: false });
  const delivery = { secrets, resultsQueueUrl, egress, clients, logger, pollSeconds };
  const workers = createLaneWorkers(delivery);
  const lanes = createLaneDirectory({ stage, clients });
  const partners = createLocalPartners({ provisioning, secrets, partnerFile, workers });
  await partners.resume();
  const wiring = {
    dataDir,
    partners,
    lanes,
    clients,
    egress,
    logger,
    resultsQueueUrl,
    pollSeconds,
  };
  const subscribed = await startLocalSubscriptions({ ...wiring, onResult, onNotice });
  const stop = createStop(partners, subscribed, options);
  const { resume: _, stop: __, ...own } = partners;
  return {
    ...own,
    // A getter, which `...` would read once.
    get partnerIds() {
      return partners.partnerIds;
    },
    sqs: sqs.client,
    endpoint: sqs.endpoint,
    lanes,
    secrets,
    subscriptions: subscribed.subscriptions,
    publish: (hooks) => publishHooks(hooks, { lanes, clients, egress }),
    depth: async (partnerId) => readQueueDepth(await lanes.queueUrl(partnerId), { clients }),
    inspect: (partnerId) => inspectLane(partnerId, sqs),
    stop,
    [Symbol.asyncDispose]: () => stop(),
  };
}

function createStop(
  partners: LocalPartners,
  subscribed: LocalSubscriptions,
  { close }: Pick<LocalSystemOptions, 'close'>,
): Local['stop'] {
  const stopAll = async (stopping: { readonly graceMs?: number }): Promise<void> => {
    try {
      await partners.stop(stopping);
      await subscribed.stop();
    } finally {
      await close();
    }
  };
  let stopped: Promise<void> | undefined;
  return (stopping = {}) => (stopped ??= stopAll(stopping));
}

function inspectLane(partnerId: string, sqs: EmbeddedSqs): LaneContents {
  const names = laneNames(stage, partnerId);
  return {
    pending: sqs.messageBodies(names.queue).flatMap(hookIdOf),
    deadLetters: sqs.messageBodies(names.deadLetterQueue).flatMap(hookIdOf),
  };
}

/** A dead letter may be no hook at all: it has no id then. */
function hookIdOf(body: string): string[] {
  try {
    return [parseHook(body).id];
  } catch (error) {
    if (isHooklaneError(error, 'invalid_message')) return [];
    throw error;
  }
}
