import {
  type AttemptResult,
  type Clock,
  type DedupeStore,
  type EgressPolicy,
  type Hook,
  HooklaneError,
  type Logger,
  type Metrics,
  type SecretStore,
  showReceived,
  systemClock,
  type Tracing,
} from '@hooklane/core';
import { loadTracing, type QueueOptions, type SqsClients } from '@hooklane/queue';
import type { AttemptContext } from './attempt-hook.ts';
import { createJsonLogger } from './json-logger.ts';
import { createKeyRing } from './key-ring.ts';
import { createMemoryDedupeStore } from './memory-dedupe-store.ts';
import { createNodeTransport } from './node-transport.ts';
import { createPartnerStates, type PartnerStateOf, type PartnerStates } from './partner-states.ts';
import { createSafeLogger } from './safe-logger.ts';
import type { Transport } from './transport.ts';

/** Told of the result of an attempt. */
export type OnResult = (result: AttemptResult, hook: Hook) => void;

/** What all lanes of a handler or a worker share. */
export interface DeliveryOptions {
  readonly secrets: SecretStore;
  /** Where the result of every attempt is published. @default nowhere */
  readonly resultsQueueUrl?: string | undefined;
  /** @default https on ports 443 and 8443, to public addresses */
  readonly egress?: EgressPolicy | undefined;
  /** A transport of your own guards its connections itself. @default one on `node:https` with `egress` */
  readonly transport?: Transport | undefined;
  readonly clients?: SqsClients | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** From 0 to below 1. @default Math.random */
  readonly random?: (() => number) | undefined;
  /** @default one JSON line each on standard error */
  readonly logger?: Logger | undefined;
  /** @default nowhere */
  readonly metrics?: Metrics | undefined;
  /** `false` for none. @default OpenTelemetry, where `@opentelemetry/api` is installed */
  readonly tracing?: Tracing | false | undefined;
  /** `false` for none. @default the last 10,000 hooks of this process, for ten minutes */
  readonly dedupe?: DedupeStore | false | undefined;
  /** Asked before a batch, at most every half minute for each partner. @default all are active */
  readonly partnerState?: PartnerStateOf | undefined;
  /**
   * Messages of one lane in flight from which on early hooks are sent again instead of held: 1 to
   * 110,000 (SQS ends at 120,000).
   * @default 80000
   */
  readonly inFlightLimit?: number | undefined;
  /** Called after every attempt. What it throws is logged. */
  readonly onAttempt?: OnResult | undefined;
  /**
   * Called when a partner asks for no more hooks: it answered 410 or `webhook-delivery: disable`. Awaited
   * before the message is acknowledged; what it throws is logged.
   */
  readonly onGone?: ((result: AttemptResult, hook: Hook) => void | Promise<void>) | undefined;
}

/** {@link DeliveryOptions} with every default filled in. */
export interface Delivery extends Omit<AttemptContext, 'policy'> {
  readonly resultsQueueUrl: string | undefined;
  readonly queueOptions: QueueOptions & { readonly clock: Clock };
  readonly logger: Logger;
  readonly metrics: Metrics | undefined;
  readonly dedupe: DedupeStore | undefined;
  /** `undefined` when all are active. */
  readonly partnerStates: PartnerStates | undefined;
  readonly inFlightLimit: number;
  readonly onAttempt: OnResult | undefined;
  readonly onGone: DeliveryOptions['onGone'];
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
  'metrics',
  'tracing',
  'dedupe',
  'partnerState',
  'inFlightLimit',
  'onAttempt',
  'onGone',
];

/**
 * Fills in what was left out.
 *
 * @throws HooklaneError `invalid_options`
 */
export function resolveDelivery(options: DeliveryOptions): Delivery {
  const { secrets, egress, clock = systemClock, random = Math.random, tracing, dedupe } = options;
  const { inFlightLimit = 80_000, partnerState } = options;
  if (typeof (secrets as Partial<SecretStore> | undefined)?.getSecrets !== 'function') {
    throw invalidDelivery(`secrets must be a secret store. Received: ${showReceived(secrets)}`);
  }
  if (!Number.isInteger(inFlightLimit) || inFlightLimit < 1 || inFlightLimit > 110_000) {
    throw invalidDelivery(
      `inFlightLimit must be an integer from 1 to 110000. Received: ${showReceived(inFlightLimit)}`,
    );
  }
  const logger = createSafeLogger(options.logger ?? createJsonLogger(clock));
  return {
    keyRing: createKeyRing(secrets, clock),
    transport: options.transport ?? createNodeTransport({ clock, ...(egress && { egress }) }),
    egress,
    tracing: tracing === undefined ? loadTracing() : Promise.resolve(tracing || undefined),
    clock,
    random,
    resultsQueueUrl: options.resultsQueueUrl,
    queueOptions: { clients: options.clients, clock },
    logger,
    metrics: options.metrics,
    dedupe: dedupe === false ? undefined : (dedupe ?? createMemoryDedupeStore({ clock })),
    partnerStates: partnerState && createPartnerStates(partnerState, { clock, logger }),
    inFlightLimit,
    onAttempt: options.onAttempt,
    onGone: options.onGone,
  };
}

/**
 * Refuses options that nobody reads.
 *
 * @throws HooklaneError `invalid_options`
 */
export function refuseUnknownOptions(options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((key) => !known.includes(key));
  if (unknown !== undefined) throw invalidDelivery(`unknown option ${JSON.stringify(unknown)}`);
}

export function invalidDelivery(what: string): HooklaneError<'invalid_options'> {
  return new HooklaneError('invalid_options', `Delivery options: ${what}`);
}
