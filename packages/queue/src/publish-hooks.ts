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
import { type OutgoingMessage, type QueueOptions, sendMessages } from './send-messages.ts';
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
    const hook = refusedAs(() => prepare(input, traceHeaders, options));
    if (hook instanceof HooklaneError) outcomes[index] = { kind: 'refused', error: hook };
    else append(byPartner, hook.partnerId, { index, hook });
  }
  await mapConcurrently([...byPartner.values()], mostLanes, (lane) =>
    publishToLane(lane, outcomes, options),
  );
  return outcomes;
}

interface Prepared {
  readonly index: number;
  readonly hook: Hook;
}

function prepare(
  input: HookInput,
  traceHeaders: Readonly<Record<string, string>>,
  { clock = systemClock, newHookId = newId, egress }: PublishHooksOptions,
): Hook {
  const hook = createHook(input, { now: clock.now(), newId: newHookId, egress });
  return withTrace(hook, traceHeaders);
}

/** What `make` makes, or why the hook is refused. */
function refusedAs<Made>(make: () => Made): Made | HooklaneError {
  try {
    return make();
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

/** Publishes the hooks of one lane, and writes down for each what became of it. */
async function publishToLane(
  prepared: readonly Prepared[],
  outcomes: PublishOutcome[],
  options: PublishHooksOptions,
): Promise<void> {
  const partnerId = prepared[0]?.hook.partnerId as string;
  const sending: Prepared[] = [];
  // Hooks are encoded while those before are on their way to SQS.
  const encode = function* (): Generator<OutgoingMessage> {
    for (const one of prepared) {
      const body = refusedAs(() => encodeHook(one.hook));
      if (body instanceof HooklaneError) {
        outcomes[one.index] = { kind: 'refused', error: body };
        continue;
      }
      sending.push(one);
      yield { body };
    }
  };
  try {
    const queueUrl = await options.lanes.queueUrl(partnerId, { signal: options.signal });
    const sent = await sendMessages(encode(), queueUrl, options);
    if (sent.some((outcome) => !outcome.ok && isMissingQueue(outcome.cause))) {
      options.lanes.forget?.(partnerId);
    }
    for (const [at, { index, hook }] of sending.entries()) {
      outcomes[index] = toPublishOutcome(sent[at] as EntryOutcome, hook);
    }
  } catch (cause) {
    const error = isHooklaneError(cause, 'unknown_partner')
      ? cause
      : queueRefused(partnerId, sqsErrorName(cause), cause);
    for (const { index, hook } of prepared) {
      outcomes[index] ??= { kind: 'refused', error, hookId: hook.id };
    }
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
