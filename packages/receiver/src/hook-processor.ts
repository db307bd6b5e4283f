import { parseJson, propertyOf, validate } from './payload.ts';
import type { ReceivedBody } from './received-body.ts';
import { refusal } from './refusal.ts';
import type { ReplayGuard } from './replay-guard.ts';
import type { StandardSchema } from './standard-schema.ts';
import type { VerifiedHook } from './verified-hook.ts';

/** A verified webhook as your handler gets it. */
export interface ReceivedHook<Data = unknown, Payload = unknown> extends VerifiedHook {
  /** The `type` of the payload; `undefined` where it is not text. */
  readonly type: string | undefined;
  /** The `data` of the payload. */
  readonly data: Data;
  /** The whole JSON; `undefined` with `parse: 'none'`. */
  readonly payload: Payload;
}

/** What is done with the hooks of one type. */
export interface EventHandler<Data> {
  /** Checks and types `data`. @default no check, `unknown` */
  readonly data?: StandardSchema<Data> | undefined;
  /** Processes the hook. The sender gets its answer afterwards, and tries again if this throws. */
  readonly handle: (hook: ReceivedHook<Data>) => unknown;
}

/** What is done with verified hooks. */
export interface HookHandling<Events extends Readonly<Record<string, unknown>>, Payload> {
  /** Handlers by the `type` of the payload. */
  readonly events?: { readonly [Type in keyof Events]: EventHandler<Events[Type]> } | undefined;
  /** Processes every hook whose type has no handler in `events`. @default they are accepted and ignored */
  readonly onHook?: ((hook: ReceivedHook<unknown, Payload>) => unknown) | undefined;
  /** Checks and types the whole payload for `onHook`. @default no check, `unknown` */
  readonly payload?: StandardSchema<Payload> | undefined;
  /** `none` leaves the body alone: every hook then goes to `onHook`. @default 'json' */
  readonly parse?: 'json' | 'none' | undefined;
  /** Processes each hook once. @default none: what the sender repeats is processed again */
  readonly replayGuard?: ReplayGuard | undefined;
}

/** @throws HooklaneError `invalid_options` when hooks would go nowhere */
export function checkHandling({ events, onHook }: { events?: unknown; onHook?: unknown }): void {
  if (events !== undefined || onHook !== undefined) return;
  throw refusal('invalid_options', 'Give onHook or events, or hooks go nowhere');
}

/** What became of a verified hook. */
export type HookOutcome =
  | { readonly kind: 'processed' | 'ignored'; readonly guardError?: unknown }
  | { readonly kind: 'duplicate' | 'in_progress' };

/** A {@link HookHandling} with its types forgotten. */
export type AnyHookHandling = HookHandling<Readonly<Record<string, unknown>>, unknown>;

/**
 * Guards, parses and dispatches a verified hook.
 *
 * @throws HooklaneError `invalid_payload`
 * @throws whatever the handler or the guard throws; the hook can then be processed again
 */
export async function processHook(
  hook: VerifiedHook,
  endpoint: string,
  handling: AnyHookHandling,
): Promise<HookOutcome> {
  const { replayGuard } = handling;
  if (replayGuard === undefined) return { kind: await dispatch(hook, handling) };
  // The length keeps the endpoint "a" with the id "b/c" apart from "a/b" with "c".
  const key = `${endpoint.length}/${endpoint}/${hook.id}`;
  const claim = await replayGuard.claim(key);
  switch (claim.kind) {
    case 'processed':
      return { kind: 'duplicate' };
    case 'processing':
      return { kind: 'in_progress' };
    case 'claimed':
      break;
    default:
      return claim satisfies never;
  }
  let kind: 'processed' | 'ignored';
  try {
    kind = await dispatch(hook, handling);
  } catch (error) {
    throw await released(replayGuard, key, claim.token, error);
  }
  try {
    await replayGuard.complete(key);
    return { kind };
  } catch (guardError) {
    // The work is done: an error now would only make the sender repeat it.
    return { kind, guardError };
  }
}

async function released(
  guard: ReplayGuard,
  key: string,
  token: string,
  error: unknown,
): Promise<unknown> {
  try {
    await guard.release(key, token);
    return error;
  } catch (releaseError) {
    return new AggregateError(
      [error, releaseError],
      'The hook was not processed, and its claim holds until the lease ends',
    );
  }
}

async function dispatch(
  hook: VerifiedHook<ReceivedBody>,
  { events, onHook, payload: schema, parse = 'json' }: AnyHookHandling,
): Promise<'processed' | 'ignored'> {
  const payload = parse === 'none' ? undefined : parseJson(hook.body);
  const given = propertyOf(payload, 'type');
  const type = typeof given === 'string' ? given : undefined;
  const data = propertyOf(payload, 'data');
  const handler =
    type !== undefined && events !== undefined && Object.hasOwn(events, type)
      ? events[type]
      : undefined;
  if (handler !== undefined) {
    const checked = handler.data ? await validate(handler.data, data, 'data') : data;
    await handler.handle({ ...hook, type, data: checked, payload });
    return 'processed';
  }
  if (onHook === undefined) return 'ignored';
  const checked = schema ? await validate(schema, payload, 'payload') : payload;
  await onHook({ ...hook, type, data, payload: checked });
  return 'processed';
}
