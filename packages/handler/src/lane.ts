import {
  type AttemptResult,
  type Clock,
  type EgressPolicy,
  type Hook,
  HooklaneError,
  type Logger,
  type PartnerPolicy,
  parsePartnerId,
  parsePartnerPolicy,
  type SecretStore,
  showReceived,
  systemClock,
} from '@hooklane/core';
import type { QueueOptions, SqsClients } from '@hooklane/queue';
import type { AttemptContext } from './deliver-hook.ts';
import { createJsonLogger } from './json-logger.ts';
import { createKeyRing } from './key-ring.ts';
import { createLimiter, type Limiter } from './limiter.ts';
import { createNodeTransport } from './node-transport.ts';
import type { Transport } from './transport.ts';
import { createUnsettledAttempts, type UnsettledAttempts } from './unsettled-attempts.ts';

/** One partner's lane, as `provisionPartner` returns it, and how it is worked. */
export interface LaneConfig {
  readonly partnerId: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  /** @default every default of {@link PartnerPolicy} */
  readonly policy?: PartnerPolicy | undefined;
}

/** What all lanes of a handler or a worker share. */
export interface DeliveryOptions {
  readonly secrets: SecretStore;
  /** Where the result of every attempt is published. @default nowhere */
  readonly resultsQueueUrl?: string | undefined;
  /** @default https on ports 443 and 8443 */
  readonly egress?: EgressPolicy | undefined;
  /** @default a transport on `node:https` of its own */
  readonly transport?: Transport | undefined;
  readonly clients?: SqsClients | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** From 0 to below 1. @default Math.random */
  readonly random?: (() => number) | undefined;
  /** @default one JSON line each on standard error */
  readonly logger?: Logger | undefined;
  /** Called after every attempt. What it throws is logged. */
  readonly onAttempt?: ((result: AttemptResult, hook: Hook) => void) | undefined;
}

/** {@link DeliveryOptions} with every default filled in. */
export interface Delivery extends Omit<AttemptContext, 'policy'> {
  readonly resultsQueueUrl: string | undefined;
  readonly queueOptions: QueueOptions;
  readonly logger: Logger;
  readonly onAttempt: ((result: AttemptResult, hook: Hook) => void) | undefined;
}

/** A lane at work: its configuration, checked, and the state that outlives a batch. */
export interface Lane {
  readonly partnerId: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly delivery: Delivery;
  readonly attemptContext: AttemptContext;
  readonly limiter: Limiter;
  readonly unsettled: UnsettledAttempts;
}

/** The names of {@link DeliveryOptions}, for those who check options. */
export const deliveryOptionNames: readonly (keyof DeliveryOptions)[] = [
  'secrets',
  'resultsQueueUrl',
  'egress',
  'transport',
  'clients',
  'clock',
  'random',
  'logger',
  'onAttempt',
];

/**
 * Fills in what was left out.
 *
 * @throws HooklaneError `invalid_options`
 */
export function resolveDelivery(options: DeliveryOptions): Delivery {
  const { secrets, clock = systemClock, random = Math.random } = options;
  if (typeof (secrets as Partial<SecretStore> | undefined)?.getSecrets !== 'function') {
    throw invalid(`secrets must be a secret store. Received: ${showReceived(secrets)}`);
  }
  return {
    keyRing: createKeyRing(secrets, clock),
    transport: options.transport ?? createNodeTransport({ clock }),
    egress: options.egress,
    clock,
    random,
    resultsQueueUrl: options.resultsQueueUrl,
    queueOptions: { clients: options.clients, clock },
    logger: options.logger ?? createJsonLogger(clock),
    onAttempt: options.onAttempt,
  };
}

/**
 * Makes a lane ready for work.
 *
 * @throws HooklaneError `invalid_partner_id`, `invalid_policy`, `invalid_options`
 */
export function createLane(config: LaneConfig, delivery: Delivery): Lane {
  const policy = parsePartnerPolicy(config.policy);
  for (const name of ['queueUrl', 'deadLetterQueueUrl'] as const) {
    if (typeof config[name] !== 'string' || config[name] === '') {
      throw invalid(`${name} must be the URL of a queue. Received: ${showReceived(config[name])}`);
    }
  }
  return {
    partnerId: parsePartnerId(config.partnerId),
    queueUrl: config.queueUrl,
    deadLetterQueueUrl: config.deadLetterQueueUrl,
    delivery,
    attemptContext: { ...delivery, policy },
    limiter: createLimiter(policy.concurrency),
    unsettled: createUnsettledAttempts(),
  };
}

/**
 * Refuses options that nobody reads.
 *
 * @throws HooklaneError `invalid_options`
 */
export function refuseUnknownOptions(options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) throw invalid(`unknown option ${JSON.stringify(unknown)}`);
}

function invalid(what: string): HooklaneError<'invalid_options'> {
  return new HooklaneError('invalid_options', `Delivery options: ${what}`);
}
