import { randomUUID } from 'node:crypto';
import {
  createHook,
  type EgressPolicy,
  encodeHook,
  type Hook,
  type HookInput,
  HooklaneError,
  isHooklaneError,
  mapConcurrently,
  showReceived,
  systemClock,
} from '@hooklane/core';
import type { EntryOutcome } from './batch-request.ts';
import { type LaneDirectory, unknownPartner } from './lane-directory.ts';
import { loadTracing } from './load-tracing.ts';
import { type QueueOptions, sendMessages } from './send-messages.ts';
import { isMissingQueue, sqsErrorName } from './sqs-errors.ts';

/** How {@link publishHooks} finds lanes and what it lets through. */
export interface PublishHooksOptions extends QueueOptions {
  readonly lanes: LaneDirectory;
  /** Where hooks may go; give the handler the same. @default https on ports 443 and 8443 */
  readonly egress?: EgressPolicy | undefined;
  /** Makes the id of a hook without one. @default `msg_` and 32 hex digits */
  readonly newHookId?: (() => string) | undefined;
}

/** What became of one hook of a {@link publishHooks} call. */
export type PublishOutcome =
  /** SQS has it. It will end as delivered, or as a dead letter. */
  | { readonly kind: 'accepted'; readonly hookId: string; readonly messageId: string }
  /** SQS did not confirm it. `error.code` says why. */
  | {
      readonly kind: 'refused';
      readonly error: HooklaneError;
      /** To publish it again with; left out when the hook itself was refused. */
      readonly hookId?: string;
    };

/** Lanes written to at the same time. */
const mostLanes = 16;

const knownOptions = new Set(['lanes', 'egress', 'newHookId', 'clients', 'clock', 'signal']);

/**
 * Puts hooks into the lanes of their partners and says for each, in order, whether SQS has it. A hook
 * that is refused does not keep the others from being accepted.
 *
 * Refused with `invalid_hook`, `invalid_partner_id`, `invalid_url`, `invalid_headers`, `hook_too_large`
 * (1 MiB with its envelope), `unknown_partner`, or `queue_refused` when SQS would not take it; only the
 * last is worth another try. A request that timed out may have succeeded: publishing again with the
 * same `id` is safe, receivers drop the duplicate.
 *
 * @example
 * const outcomes = await publishHooks(
 *   [{ partnerId: 'acme', url: 'https://acme.example/hooks', type: 'invoice.paid', body: '{}' }],
 *   { lanes: createLaneDirectory({ stage: 'prod' }) },
 * );
 *
 * @throws HooklaneError `invalid_options`
 */
export async function publishHooks(
  hooks: readonly HookInput[],
  options: PublishHooksOptions,
): Promise<readonly PublishOutcome[]> {
  checkCall(hooks, options);
  const outcomes = new Array<PublishOutcome>(hooks.length);
  const byPartner = new Map<string, Prepared[]>();
  const traceHeaders = (await loadTracing())?.currentHeaders() ?? {};
  for (const [index, input] of hooks.entries()) {
    const prepared = prepare(input, { index, traceHeaders }, options);
    if (prepared instanceof HooklaneError) outcomes[index] = { kind: 'refused', error: prepared };
    else append(byPartner, prepared.hook.partnerId, prepared);
  }
  await mapConcurrently([...byPartner.values()], mostLanes, async (lane) => {
    const laneOutcomes = await publishToLane(lane, options);
    for (const [at, { index }] of lane.entries())
      outcomes[index] = laneOutcomes[at] as PublishOutcome;
  });
  return outcomes;
}

interface Prepared {
  readonly index: number;
  readonly hook: Hook;
  readonly body: string;
}

interface PrepareContext {
  readonly index: number;
  readonly traceHeaders: Readonly<Record<string, string>>;
}

function prepare(
  input: HookInput,
  { index, traceHeaders }: PrepareContext,
  { clock = systemClock, newHookId = newId, egress }: PublishHooksOptions,
): Prepared | HooklaneError {
  try {
    const hook = withTrace(
      createHook(input, { now: clock.now(), newId: newHookId, egress }),
      traceHeaders,
    );
    return { index, hook, body: encodeHook(hook) };
  } catch (error) {
    if (error instanceof HooklaneError) return error;
    throw error;
  }
}

/** A trace that the host gave its hook stays. */
function withTrace(hook: Hook, traceHeaders: Readonly<Record<string, string>>): Hook {
  if (Object.keys(traceHeaders).length === 0 || hook.headers?.['traceparent'] !== undefined) {
    return hook;
  }
  return { ...hook, headers: { ...hook.headers, ...traceHeaders } };
}

async function publishToLane(
  prepared: readonly Prepared[],
  options: PublishHooksOptions,
): Promise<readonly PublishOutcome[]> {
  const partnerId = prepared[0]?.hook.partnerId as string;
  try {
    const queueUrl = await options.lanes.queueUrl(partnerId, { signal: options.signal });
    const messages = prepared.map(({ body }) => ({ body }));
    const sent = await sendMessages(messages, queueUrl, options);
    if (sent.some((outcome) => !outcome.ok && isMissingQueue(outcome.cause))) {
      options.lanes.forget?.(partnerId);
    }
    return sent.map((outcome, at) => toPublishOutcome(outcome, prepared[at]?.hook as Hook));
  } catch (cause) {
    const error = isHooklaneError(cause, 'unknown_partner')
      ? cause
      : queueRefused(partnerId, sqsErrorName(cause), cause);
    return prepared.map(({ hook }) => ({ kind: 'refused', error, hookId: hook.id }));
  }
}

function toPublishOutcome(outcome: EntryOutcome, { id, partnerId }: Hook): PublishOutcome {
  if (outcome.ok) return { kind: 'accepted', hookId: id, messageId: outcome.messageId };
  const error = isMissingQueue(outcome.cause)
    ? unknownPartner(partnerId, 'its queue is gone')
    : queueRefused(partnerId, outcome.code, outcome.cause);
  return { kind: 'refused', error, hookId: id };
}

function queueRefused(
  partnerId: string,
  name: string,
  cause?: unknown,
): HooklaneError<'queue_refused'> {
  return new HooklaneError(
    'queue_refused',
    `SQS did not take a hook for partner ${partnerId}: ${name}. Publish it again with the same id`,
    { cause },
  );
}

function checkCall(hooks: unknown, options: unknown): void {
  if (!Array.isArray(hooks)) {
    throw invalidOptions(`publishHooks takes an array of hooks. Received: ${showReceived(hooks)}`);
  }
  if (options === null || typeof options !== 'object') {
    throw invalidOptions(
      `publishHooks takes an options object. Received: ${showReceived(options)}`,
    );
  }
  const unknown = Object.keys(options).find((key) => !knownOptions.has(key));
  if (unknown !== undefined) {
    throw invalidOptions(`publishHooks options has an unknown option: ${JSON.stringify(unknown)}`);
  }
  const { lanes } = options as Partial<PublishHooksOptions>;
  if (typeof lanes?.queueUrl !== 'function') {
    throw invalidOptions(
      `publishHooks options.lanes must be a lane directory, such as createLaneDirectory({ stage }). Received: ${showReceived(lanes)}`,
    );
  }
}

function invalidOptions(message: string): HooklaneError<'invalid_options'> {
  return new HooklaneError('invalid_options', message);
}

function newId(): string {
  return `msg_${randomUUID().replaceAll('-', '')}`;
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
