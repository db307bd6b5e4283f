import { HooklaneError } from '@hooklane/signature';
import type { EgressPolicy } from './egress-policy.ts';
import { type Hook, type HookInput, hookIdPattern, hookTypePattern } from './hook.ts';
import { parseHookHeaders } from './hook-headers.ts';
import { parseHookUrl } from './hook-url.ts';
import { parsePartnerId } from './partner-id.ts';
import { showReceived } from './received.ts';

const knownKeys = new Set(['id', 'partnerId', 'url', 'type', 'body', 'createdAt', 'headers']);
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** What {@link createHook} takes from outside, so that it stays pure. */
export interface CreateHookOptions {
  /** Milliseconds since the epoch, for a hook without `createdAt`. */
  readonly now: number;
  /** Makes the id of a hook without one. */
  readonly newId: () => string;
  readonly egress?: EgressPolicy | undefined;
}

/**
 * Makes a hook out of what the host handed in, checking every field.
 *
 * @throws HooklaneError `invalid_hook`, `invalid_partner_id`, `invalid_url`, `invalid_headers`
 */
export function createHook(input: unknown, { now, newId, egress }: CreateHookOptions): Hook {
  const given = readKeys(input);
  const id = given.id === undefined ? newId() : given.id;
  if (!matches(id, hookIdPattern)) {
    throw refuse(`id must be 1 to 64 of A-Z, a-z, 0-9, "_" and "-". Received: ${showReceived(id)}`);
  }
  if (!matches(given.type, hookTypePattern)) {
    throw refuse(
      `type must be 1 to 128 of A-Z, a-z, 0-9 and "._:/-". Received: ${showReceived(given.type)}`,
    );
  }
  const createdAt = given.createdAt === undefined ? now : given.createdAt;
  if (!Number.isSafeInteger(createdAt) || createdAt < 0) {
    throw refuse(
      `createdAt must be milliseconds since the epoch. Received: ${showReceived(createdAt)}`,
    );
  }
  const headers = parseHookHeaders(given.headers);
  return {
    id,
    partnerId: parsePartnerId(given.partnerId),
    url: parseHookUrl(given.url, egress).href,
    type: given.type,
    body: readBody(given.body),
    createdAt,
    ...(headers && { headers }),
  };
}

function readKeys(input: unknown): HookInput {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) {
    throw refuse(`it must be an object. Received: ${showReceived(input)}`);
  }
  const unknown = Object.keys(input).find((key) => !knownKeys.has(key));
  if (unknown !== undefined) throw refuse(`it has an unknown field: ${showReceived(unknown)}`);
  return input as HookInput;
}

function readBody(body: unknown): string {
  if (typeof body === 'string') {
    if (body.isWellFormed()) return body;
    throw refuse('body has a lone surrogate, which has no UTF-8 form');
  }
  if (!(body instanceof Uint8Array)) {
    throw refuse(
      `body must be the exact text to send or its UTF-8 bytes; call JSON.stringify on an object. Received: ${body === null ? 'null' : typeof body}`,
    );
  }
  try {
    return utf8.decode(body);
  } catch (cause) {
    throw refuse('body is not well-formed UTF-8', { cause });
  }
}

function matches(value: unknown, pattern: RegExp): value is string {
  return typeof value === 'string' && pattern.test(value);
}

function refuse(what: string, options?: ErrorOptions): HooklaneError<'invalid_hook'> {
  return new HooklaneError('invalid_hook', `This hook cannot be published: ${what}`, options);
}
