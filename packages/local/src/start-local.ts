import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  type AttemptResult,
  type EgressPolicy,
  type HookInput,
  HooklaneError,
  type Logger,
  type PartnerPolicy,
  showReceived,
} from '@hooklane/core';
import type { RotatedSecret } from '@hooklane/provisioner';
import type { LaneDirectory, PublishOutcome, QueueDepth, SqsClient } from '@hooklane/queue';
import { startEmbeddedSqs } from '@hooklane/queue/embedded';
import type { OnNotice, Subscriptions } from '@hooklane/subscriptions';
import { lockDataDir } from './data-lock.ts';
import type { FileSecretStore } from './file-secret-store.ts';
import { createLocalSystem } from './local-system.ts';

/** Where the local system keeps its data, and what it lets through. */
export interface StartLocalOptions {
  /** Directory for queues, secrets and partners; made if it is not there. */
  readonly dataDir: string;
  /**
   * Where hooks may go.
   * @default anywhere, `http:` and every port included: this is for development
   */
  readonly egress?: EgressPolicy | undefined;
  /** Called with the result of every attempt, as it comes out of the results queue. */
  readonly onResult?: ((result: AttemptResult) => void) | undefined;
  /** Told of endpoints that fail for long, are disabled, and recover. @default nobody */
  readonly onNotice?: OnNotice | undefined;
  /** @default one JSON line each on standard error */
  readonly logger?: Logger | undefined;
}

/** A partner of the local system. */
export interface LocalPartner {
  readonly partnerId: string;
  readonly queueUrl: string;
  /** What the partner verifies its webhooks with: `whsec_…`. */
  readonly secret: string;
}

/** The hooks of a lane that have not reached their partner. */
export interface LaneContents {
  /** Ids of the hooks in the lane: waiting, delayed, held or being delivered. */
  readonly pending: readonly string[];
  /** Ids of the hooks in the dead-letter queue. */
  readonly deadLetters: readonly string[];
}

/** The whole of Hooklane in this process. */
export interface Local extends AsyncDisposable {
  /** The embedded SQS, as an SDK client. */
  readonly sqs: SqsClient;
  /** Endpoint of the embedded SQS, for other tools: `http://127.0.0.1:<port>`. */
  readonly endpoint: string;
  readonly lanes: LaneDirectory;
  readonly secrets: FileSecretStore;
  /**
   * Who gets what. The first subscription of a partner adds it; when its last endpoint is disabled, so is the partner.
   */
  readonly subscriptions: Subscriptions;
  readonly partnerIds: readonly string[];
  /** Provisions a partner's lane, or changes its policy, and works it unless it is disabled. */
  addPartner(partnerId: string, policy?: PartnerPolicy): Promise<LocalPartner>;
  /**
   * Stops working a partner's lane and deletes it. `force` deletes the hooks in it too.
   *
   * @throws HooklaneError `lane_not_empty`
   */
  removePartner(partnerId: string, options?: { readonly force?: boolean }): Promise<void>;
  /**
   * Stops a partner's deliveries, once those under way have ended. Its hooks stay in the lane; a restart leaves
   * it disabled.
   *
   * @throws HooklaneError `unknown_partner`, `invalid_partner_id`
   */
  disablePartner(partnerId: string): Promise<void>;
  /**
   * Starts a partner's deliveries again.
   *
   * @throws HooklaneError `unknown_partner`, `invalid_partner_id`
   */
  enablePartner(partnerId: string): Promise<void>;
  /**
   * Tells whether {@link Local.disablePartner} stopped a partner's deliveries.
   *
   * @throws HooklaneError `unknown_partner`, `invalid_partner_id`
   */
  isDisabled(partnerId: string): boolean;
  /**
   * Gives a partner a new secret, with which its hooks are signed from now on; those before it sign beside it
   * for `overlapMs`: 0 to 2,592,000,000, a day by default.
   *
   * @throws HooklaneError `unknown_partner`, `too_many_secrets`, `invalid_options`, `invalid_partner_id`
   */
  rotateSecret(
    partnerId: string,
    options?: { readonly overlapMs?: number },
  ): Promise<RotatedSecret>;
  /**
   * The policy that a partner was added with.
   *
   * @throws HooklaneError `unknown_partner`, `invalid_partner_id`
   */
  policyOf(partnerId: string): PartnerPolicy;
  publish(hooks: readonly HookInput[]): Promise<readonly PublishOutcome[]>;
  /** Counts the messages of a lane. */
  depth(partnerId: string): Promise<QueueDepth>;
  /** Looks into a lane without receiving anything. */
  inspect(partnerId: string): LaneContents;
  /** Stops in good order: hooks that were not delivered stay in their lanes. Stopping twice is fine. */
  stop(options?: { readonly graceMs?: number }): Promise<void>;
}

const knownOptions = ['dataDir', 'egress', 'onResult', 'onNotice', 'logger'];

/**
 * Starts Hooklane in this process: SQS with its data in `dataDir`, a lane for each partner, and a worker
 * for all of them. What was accepted survives the end of the process, however it comes; the next start
 * on the same directory goes on with it.
 *
 * @example
 * await using local = await startLocal({ dataDir: '.hooklane' });
 * const { secret } = await local.addPartner('acme');
 * await local.publish([{ partnerId: 'acme', url: 'http://127.0.0.1:3000/', type: 'ping', body: '{}' }]);
 *
 * @throws HooklaneError `invalid_options`, `data_dir_in_use`, `persistence_missing`,
 * `invalid_secret_file`, `invalid_partner_file`
 */
export async function startLocal(options: StartLocalOptions): Promise<Local> {
  checkOptions(options);
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockDataDir(dataDir);
  try {
    const sqs = await startEmbeddedSqs({ dataDir: join(dataDir, 'queues') });
    const close = async (): Promise<void> => {
      await sqs.stop();
      lock[Symbol.dispose]();
    };
    try {
      return await createLocalSystem({ ...options, dataDir, sqs, close });
    } catch (error) {
      await sqs.stop();
      throw error;
    }
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

function checkOptions(options: unknown): asserts options is StartLocalOptions {
  if (options === null || typeof options !== 'object') {
    throw invalid(`must be an object. Received: ${showReceived(options)}`);
  }
  const unknown = Object.keys(options).find((key) => !knownOptions.includes(key));
  if (unknown !== undefined) throw invalid(`has an unknown option: ${JSON.stringify(unknown)}`);
  const { dataDir } = options as Partial<StartLocalOptions>;
  if (typeof dataDir !== 'string' || dataDir === '') {
    throw invalid(`dataDir must be the path of a directory. Received: ${showReceived(dataDir)}`);
  }
}

function invalid(what: string): HooklaneError<'invalid_options'> {
  return new HooklaneError('invalid_options', `startLocal options: ${what}`);
}
