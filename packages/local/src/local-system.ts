import { join } from 'node:path';
import {
  isHooklaneError,
  laneNames,
  type PartnerPolicy,
  parseHook,
  parsePartnerId,
} from '@hooklane/core';
import { createJsonLogger, createWorker } from '@hooklane/handler';
import { deletePartner, provisionPartner, provisionPlatform } from '@hooklane/provisioner';
import { createLaneDirectory, publishHooks, readQueueDepth } from '@hooklane/queue';
import type { EmbeddedSqs } from '@hooklane/queue/embedded';
import { createFileSecretStore } from './file-secret-store.ts';
import { openPartnerFile } from './partner-file.ts';
import { startResultReader } from './result-reader.ts';
import type { Local, StartLocalOptions } from './start-local.ts';

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
  } = options;
  const logger = options.logger ?? createJsonLogger();
  const clients = { sqs: sqs.client };
  // The embedded SQS has no quotas.
  const provisioning = { stage, clients, quotas: false };
  const secrets = createFileSecretStore(join(dataDir, 'secrets.json'));
  const partnerFile = openPartnerFile(join(dataDir, 'partners.json'));
  const platform = { stage, compute: { kind: 'worker' } } as const;
  const { resultsQueueUrl } = await provisionPlatform(platform, { clients, quotas: false });
  const delivery = { secrets, resultsQueueUrl, egress, clients, logger };
  const worker = createWorker({ ...delivery, pollSeconds });
  const lanes = createLaneDirectory({ stage, clients });

  const workLane = async (partnerId: string, policy: PartnerPolicy): Promise<string> => {
    const lane = await provisionPartner(
      { partnerId, compute: { kind: 'worker' }, policy },
      provisioning,
    );
    const { queueUrl, deadLetterQueueUrl } = lane;
    await worker.removeLane(partnerId);
    worker.addLane({ partnerId, queueUrl, deadLetterQueueUrl, policy });
    return queueUrl;
  };

  for (const [partnerId, policy] of partnerFile.partners) await workLane(partnerId, policy);
  worker.start();
  const reader = startResultReader({
    clients,
    logger,
    onResult,
    resultsQueueUrl,
    waitSeconds: pollSeconds,
  });
  let stopped: Promise<void> | undefined;

  const local: Local = {
    sqs: sqs.client,
    endpoint: sqs.endpoint,
    lanes,
    secrets,
    get partnerIds() {
      return [...partnerFile.partners.keys()];
    },
    addPartner: async (partnerId, policy = {}) => {
      parsePartnerId(partnerId);
      const secret = secrets.ensureSecret(partnerId);
      const queueUrl = await workLane(partnerId, policy);
      partnerFile.set(partnerId, policy);
      return { partnerId, queueUrl, secret };
    },
    removePartner: async (partnerId, { force = false } = {}) => {
      await worker.removeLane(partnerId);
      try {
        await deletePartner(partnerId, { ...provisioning, force });
      } catch (error) {
        const policy = partnerFile.partners.get(partnerId);
        if (policy !== undefined) await workLane(partnerId, policy);
        throw error;
      }
      partnerFile.remove(partnerId);
      secrets.removeSecrets(partnerId);
    },
    publish: (hooks) => publishHooks(hooks, { lanes, clients, egress }),
    depth: async (partnerId) => readQueueDepth(await lanes.queueUrl(partnerId), { clients }),
    inspect: (partnerId) => {
      const names = laneNames(stage, partnerId);
      return {
        pending: sqs.messageBodies(names.queue).flatMap(hookIdOf),
        deadLetters: sqs.messageBodies(names.deadLetterQueue).flatMap(hookIdOf),
      };
    },
    stop: ({ graceMs } = {}) => {
      stopped ??= worker
        .stop(graceMs === undefined ? {} : { graceMs })
        .then(() => reader.stop())
        .finally(() => options.close());
      return stopped;
    },
    [Symbol.asyncDispose]: () => local.stop(),
  };
  return local;
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
