import { HooklaneError } from '@hooklane/signature';
import { type Hook, hookIdPattern, hookTypePattern } from './hook.ts';
import { isPartnerId } from './partner-id.ts';

/** Version of the wire form this package writes, and the newest it can read. */
export const wireVersion = 1;

/** SQS takes messages of up to 1 MiB, attributes included (quotas-messages). */
export const maxMessageBytes = 1_048_576;

/** Kept free in every message for the attributes that requeues and dead letters add. */
export const attributeReserveBytes = 1_024;

/**
 * Writes a value as JSON that SQS takes: two characters that `JSON.stringify` leaves raw and SQS refuses, U+FFFE and
 * U+FFFF, are escaped.
 */
export function writeMessageJson(value: object): string {
  return JSON.stringify(value).replace(/[\uFFFE\uFFFF]/g, escapeNonCharacter);
}

/**
 * Writes a hook as the body of an SQS message.
 *
 * @throws HooklaneError `hook_too_large` when less than 1,024 bytes of the 1 MiB stay free
 */
export function encodeHook(hook: Hook): string {
  const { id, partnerId, url, type, body, createdAt, headers } = hook;
  const message = writeMessageJson({
    v: wireVersion,
    id,
    partnerId,
    url,
    type,
    body,
    createdAt,
    headers,
  });
  const limit = maxMessageBytes - attributeReserveBytes;
  // A UTF-16 unit takes three bytes at most; most hooks are far too small to be counted.
  const bytes = message.length * 3 > limit ? Buffer.byteLength(message) : 0;
  if (bytes > limit) {
    throw new HooklaneError(
      'hook_too_large',
      `Hook ${id} takes ${bytes} bytes in its queue, more than ${limit}. Send a link to the data instead of the data`,
    );
  }
  return message;
}

/**
 * Reads the body of an SQS message. Fields unknown to this version are ignored.
 *
 * @throws HooklaneError `unsupported_wire_version` for a newer version: leave it to a newer consumer
 * @throws HooklaneError `invalid_message` for anything else that is not a hook
 */
export function parseHook(message: string): Hook {
  const wire = parseJsonObject(message);
  if (typeof wire['v'] === 'number' && wire['v'] > wireVersion) {
    throw new HooklaneError(
      'unsupported_wire_version',
      `The message has wire version ${wire['v']}, newer than ${wireVersion}. Update Hooklane in this consumer`,
    );
  }
  const { id, partnerId, url, type, body, createdAt, headers } = wire;
  if (wire['v'] !== wireVersion) throw notAHook('v');
  if (typeof id !== 'string' || !hookIdPattern.test(id)) throw notAHook('id');
  if (!isPartnerId(partnerId)) throw notAHook('partnerId');
  if (typeof url !== 'string') throw notAHook('url');
  if (typeof type !== 'string' || !hookTypePattern.test(type)) throw notAHook('type');
  if (typeof body !== 'string' || !body.isWellFormed()) throw notAHook('body');
  if (typeof createdAt !== 'number' || !Number.isSafeInteger(createdAt))
    throw notAHook('createdAt');
  if (headers === undefined) return { id, partnerId, url, type, body, createdAt };
  if (!isRecordOfStrings(headers)) throw notAHook('headers');
  return { id, partnerId, url, type, body, createdAt, headers };
}

function parseJsonObject(message: string): Partial<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(message);
  } catch {
    // The parser's message quotes the text, which may be a body: it is left out on purpose.
    throw new HooklaneError('invalid_message', 'The message is not JSON');
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new HooklaneError('invalid_message', 'The message is not a JSON object');
  }
  return value as Partial<Record<string, unknown>>;
}

function isRecordOfStrings(value: unknown): value is Record<string, string> {
  return (
    value !== null &&
    typeof value === 'object' &&
    !Array.isArray(value) &&
    Object.values(value).every((text) => typeof text === 'string')
  );
}

function notAHook(field: string): HooklaneError<'invalid_message'> {
  return new HooklaneError(
    'invalid_message',
    `The message is not a hook: ${field} is missing or malformed`,
  );
}

function escapeNonCharacter(character: string): string {
  return character === '\uFFFE' ? '\\ufffe' : '\\uffff';
}
