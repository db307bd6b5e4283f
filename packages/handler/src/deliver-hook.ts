import {
  type AttemptOutcome,
  type AttemptResult,
  type Clock,
  classifyAnswer,
  decideNextStep,
  type EgressPolicy,
  type Hook,
  HooklaneError,
  hostOf,
  isHooklaneError,
  type PartnerPolicy,
  parseHookUrl,
  parsePartnerPolicy,
  type ResolvedPartnerPolicy,
  type SecretStore,
  showReceived,
  systemClock,
} from '@hooklane/core';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { createNodeTransport } from './node-transport.ts';
import { buildRequestHeaders } from './request-headers.ts';
import type { Transport, TransportAnswer } from './transport.ts';

/** How {@link deliverHook} makes its attempt. */
export interface DeliverHookOptions {
  readonly secrets: SecretStore;
  /** Number of this attempt. @default 1 */
  readonly attempt?: number | undefined;
  /** Time-out and schedule. @default every default of {@link PartnerPolicy} */
  readonly policy?: PartnerPolicy | undefined;
  /** @default https on ports 443 and 8443 */
  readonly egress?: EgressPolicy | undefined;
  /** @default one transport on `node:https` for the process */
  readonly transport?: Transport | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** From 0 to below 1. @default Math.random */
  readonly random?: (() => number) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What an attempt needs, looked up once for many attempts. */
export interface AttemptContext {
  readonly keyRing: KeyRing;
  readonly transport: Transport;
  readonly policy: ResolvedPartnerPolicy;
  readonly egress: EgressPolicy | undefined;
  readonly clock: Clock;
  readonly random: () => number;
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

const keyRings = new WeakMap<SecretStore, KeyRing>();
let sharedTransport: Transport | undefined;

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
  const { secrets, attempt = 1, clock = systemClock, random = Math.random, signal } = options;
  const context: AttemptContext = {
    keyRing: keyRingOf(secrets, clock),
    transport: options.transport ?? processTransport(),
    policy: parsePartnerPolicy(options.policy),
    egress: options.egress,
    clock,
    random,
  };
  return attemptHook(hook, attempt, context, signal);
}

function keyRingOf(secrets: SecretStore, clock: Clock): KeyRing {
  const known = keyRings.get(secrets);
  if (known !== undefined) return known;
  const keyRing = createKeyRing(secrets, clock);
  keyRings.set(secrets, keyRing);
  return keyRing;
}

function processTransport(): Transport {
  sharedTransport ??= createNodeTransport();
  return sharedTransport;
}

/** {@link deliverHook} without the checks and look-ups that a batch needs only once. */
export async function attemptHook(
  hook: Hook,
  attempt: number,
  context: AttemptContext,
  signal?: AbortSignal,
): Promise<AttemptResult> {
  const { clock, policy, random } = context;
  const startedAt = clock.now();
  const outcome = await postHook(hook, attempt, startedAt, context, signal);
  const now = clock.now();
  return {
    v: 1,
    hookId: hook.id,
    partnerId: hook.partnerId,
    type: hook.type,
    host: hostOf(hook),
    attempt,
    startedAt,
    durationMs: now - startedAt,
    outcome,
    next: decideNextStep(outcome, { attempt, startedAt, now, policy, random }),
  };
}

async function postHook(
  hook: Hook,
  attempt: number,
  startedAt: number,
  { keyRing, transport, policy, egress, clock }: AttemptContext,
  signal: AbortSignal | undefined,
): Promise<AttemptOutcome> {
  const url = readUrl(hook.url, egress);
  if (url === undefined) return { kind: 'rejected', code: 'invalid_url' };
  const signing = await keyRing.keysOf(hook.partnerId);
  if (!signing.ok) return { kind: 'unsigned', code: signing.code };
  const body = Buffer.from(hook.body);
  const headers = buildRequestHeaders(hook, { attempt, body, startedAt, keys: signing.keys });
  const answer = await transport.post({ url, headers, body, timeoutMs: policy.timeoutMs, signal });
  return toOutcome(answer, clock.now());
}

function toOutcome(answer: TransportAnswer, now: number): AttemptOutcome {
  switch (answer.kind) {
    case 'answered':
      return classifyAnswer(answer, { now });
    case 'failed':
      return { kind: 'unanswered', code: answer.code };
    case 'unsendable':
      return { kind: 'rejected', code: 'invalid_headers' };
    default:
      return answer satisfies never;
  }
}

function readUrl(text: string, egress: EgressPolicy | undefined): URL | undefined {
  try {
    return parseHookUrl(text, egress);
  } catch (error) {
    if (isHooklaneError(error, 'invalid_url')) return undefined;
    throw error;
  }
}

function checkOptions(options: DeliverHookOptions): void {
  const unknown = Object.keys(options).find((key) => !knownOptions.has(key));
  if (unknown !== undefined) throw invalid(`has an unknown option: ${JSON.stringify(unknown)}`);
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
