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
  parseHookUrl,
  type RejectionCode,
  type ResolvedPartnerPolicy,
  type Tracing,
} from '@hooklane/core';
import type { KeyRing } from './key-ring.ts';
import { buildRequestHeaders } from './request-headers.ts';
import type { Transport, TransportAnswer } from './transport.ts';

/** What an attempt needs, looked up once for many attempts. */
export interface AttemptContext {
  readonly keyRing: KeyRing;
  readonly transport: Transport;
  readonly policy: ResolvedPartnerPolicy;
  readonly egress: EgressPolicy | undefined;
  readonly tracing: Promise<Tracing | undefined>;
  readonly clock: Clock;
  readonly random: () => number;
}

/** Makes one attempt and says what became of it; rejects only with the reason of `signal`. */
export async function attemptHook(
  hook: Hook,
  attempt: number,
  context: AttemptContext,
  signal?: AbortSignal,
): Promise<AttemptResult> {
  const tracing = await context.tracing;
  const span = tracing?.startAttempt(hook, attempt);
  let result: AttemptResult | undefined;
  try {
    const startedAt = context.clock.now();
    const traced =
      span === undefined ? hook : { ...hook, headers: { ...hook.headers, ...span.headers } };
    const url = readUrl(hook.url, context.egress);
    const outcome: AttemptOutcome =
      typeof url === 'string'
        ? { kind: 'rejected', code: url }
        : await postHook(traced, url, { attempt, startedAt }, context, signal);
    const host = typeof url === 'string' ? hostOf(hook) : url.host;
    result = toResult(hook, host, outcome, { attempt, startedAt }, context);
    return result;
  } finally {
    span?.end(result);
  }
}

/** The result of an attempt that made no request: what became of the hook was known before. */
export function resultWithoutPost(
  hook: Hook,
  attempt: number,
  outcome: AttemptOutcome,
  context: Pick<AttemptContext, 'clock' | 'policy' | 'random'>,
): AttemptResult {
  const times = { attempt, startedAt: context.clock.now() };
  return toResult(hook, hostOf(hook), outcome, times, context);
}

interface Try {
  readonly attempt: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

function toResult(
  hook: Hook,
  host: string,
  outcome: AttemptOutcome,
  { attempt, startedAt }: Try,
  { clock, policy, random }: Pick<AttemptContext, 'clock' | 'policy' | 'random'>,
): AttemptResult {
  const now = clock.now();
  return {
    v: 1,
    hookId: hook.id,
    partnerId: hook.partnerId,
    type: hook.type,
    host,
    attempt,
    startedAt,
    durationMs: now - startedAt,
    outcome,
    next: decideNextStep(outcome, { attempt, startedAt, now, policy, random }),
  };
}

async function postHook(
  hook: Hook,
  url: URL,
  { attempt, startedAt }: Try,
  { keyRing, transport, policy, clock }: AttemptContext,
  signal: AbortSignal | undefined,
): Promise<AttemptOutcome> {
  const signing = await keyRing.keysOf(hook.partnerId);
  if (!signing.ok) return { kind: 'unsigned', code: signing.code };
  const body = Buffer.from(hook.body);
  const headers = buildRequestHeaders(hook, { attempt, body, startedAt, keys: signing.keys });
  const { timeoutMs, responseSnippetBytes: snippetBytes } = policy;
  const answer = await transport.post({ url, headers, body, timeoutMs, snippetBytes, signal });
  return toOutcome(answer, { now: clock.now(), deliveryControl: policy.deliveryControl });
}

function toOutcome(
  answer: TransportAnswer,
  options: { readonly now: number; readonly deliveryControl: boolean },
): AttemptOutcome {
  switch (answer.kind) {
    case 'answered':
      return classifyAnswer(answer, options);
    case 'failed':
      return { kind: 'unanswered', code: answer.code };
    case 'unsendable':
      return { kind: 'rejected', code: 'invalid_headers' };
    default:
      return answer satisfies never;
  }
}

function readUrl(text: string, egress: EgressPolicy | undefined): URL | RejectionCode {
  try {
    return parseHookUrl(text, egress);
  } catch (error) {
    if (!(error instanceof HooklaneError)) throw error;
    if (error.code === 'invalid_url' || error.code === 'blocked_address') return error.code;
    throw error;
  }
}
