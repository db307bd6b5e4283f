import {
  type AttemptResult,
  type Clock,
  type EgressPolicy,
  type Hook,
  HooklaneError,
  type PartnerPolicy,
  parsePartnerPolicy,
  type ResolvedPartnerPolicy,
  type SecretStore,
  showReceived,
  systemClock,
} from '@hooklane/core';
import { loadTracing } from '@hooklane/queue';
import { type AttemptContext, attemptHook } from './attempt-hook.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { createNodeTransport } from './node-transport.ts';
import type { Transport } from './transport.ts';

/** How {@link deliverHook} makes its attempt. */
export interface DeliverHookOptions {
  readonly secrets: SecretStore;
  /** Number of this attempt. @default 1 */
  readonly attempt?: number | undefined;
  /** Time-out and schedule; limits and breaker are a lane's. @default every default of {@link PartnerPolicy} */
  readonly policy?: PartnerPolicy | undefined;
  /** @default https on ports 443 and 8443, to public addresses */
  readonly egress?: EgressPolicy | undefined;
  /** @default one transport on `node:https` for each egress policy of the process */
  readonly transport?: Transport | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** From 0 to below 1. @default Math.random */
  readonly random?: (() => number) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const knownOptions = new Set([
  'secrets',
  'attempt',
  'policy',
  'egress',
  'transport',
  'clock',
  'random',
  'signal',
]);

let defaults: ResolvedPartnerPolicy | undefined;
const keyRings = new WeakMap<SecretStore, KeyRing>();
const transports = new Map<string, Transport>();
/** Stands for no policy. */
const anyPolicy: EgressPolicy = {};
const transportsByPolicy = new WeakMap<EgressPolicy, Transport>();

/**
 * Makes one attempt: signs the hook, POSTs it, and says what became of it and what should happen next.
 * Acting on `result.next` is the caller's; {@link createWorker} and {@link createSqsHandler} do it.
 *
 * Whatever the partner does is in the result. Secrets are cached for five minutes per `SecretStore`.
 *
 * @throws HooklaneError `invalid_options`, `invalid_policy`
 * @throws the signal's reason when `signal` aborts
 */
export async function deliverHook(hook: Hook, options: DeliverHookOptions): Promise<AttemptResult> {
  checkOptions(options);
  const { secrets, egress, attempt = 1, clock = systemClock, random = Math.random } = options;
  const context: AttemptContext = {
    keyRing: keyRingOf(secrets, clock),
    transport: options.transport ?? processTransport(egress),
    policy: options.policy === undefined ? defaultPolicy() : parsePartnerPolicy(options.policy),
    egress,
    tracing: loadTracing(),
    clock,
    random,
  };
  return attemptHook(hook, attempt, context, options.signal);
}

function defaultPolicy(): ResolvedPartnerPolicy {
  defaults ??= parsePartnerPolicy();
  return defaults;
}

function keyRingOf(secrets: SecretStore, clock: Clock): KeyRing {
  const known = keyRings.get(secrets);
  if (known !== undefined) return known;
  const keyRing = createKeyRing(secrets, clock);
  keyRings.set(secrets, keyRing);
  return keyRing;
}

/** Connections opened under one policy never serve another. */
function processTransport(egress: EgressPolicy | undefined): Transport {
  const known = transportsByPolicy.get(egress ?? anyPolicy);
  if (known !== undefined) return known;
  const transport = transportOfEqual(egress);
  transportsByPolicy.set(egress ?? anyPolicy, transport);
  return transport;
}

function transportOfEqual(egress: EgressPolicy | undefined): Transport {
  const key = JSON.stringify(egress ?? {});
  const known = transports.get(key);
  if (known !== undefined) return known;
  const transport = createNodeTransport(egress === undefined ? {} : { egress });
  transports.set(key, transport);
  return transport;
}

function checkOptions(options: DeliverHookOptions): void {
  for (const name in options) {
    if (!knownOptions.has(name)) throw invalid(`has an unknown option: ${JSON.stringify(name)}`);
  }
  const { attempt = 1, secrets } = options as Partial<DeliverHookOptions>;
  if (typeof secrets?.getSecrets !== 'function') {
    throw invalid(`secrets must be a secret store. Received: ${showReceived(secrets)}`);
  }
  if (!Number.isInteger(attempt) || attempt < 1) {
    throw invalid(`attempt must be an integer from 1. Received: ${showReceived(attempt)}`);
  }
}

function invalid(what: string): HooklaneError<'invalid_options'> {
  return new HooklaneError('invalid_options', `deliverHook options: ${what}`);
}
