import { HooklaneError } from '@hooklane/signature';
import { showReceived } from './received.ts';

const mostHeaders = 32;
const mostBytes = 8_192;
// RFC 9110 §5.6.2: a field name is a token.
const namePattern = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;
// RFC 9110 §5.5, less what Node refuses to send.
const valuePattern = /^[\t\x20-\x7e\x80-\xff]*$/;
const refusedNames = new Set([
  'connection',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);
const refusedPrefixes = ['hooklane-', 'proxy-', 'webhook-'];

/**
 * Reads the further headers of a hook and puts their names in lower case. Refused are names that
 * steer the connection or that Hooklane sets itself, names given twice, and CR, LF or NUL anywhere.
 * At most 32 headers and 8 KiB.
 *
 * @throws HooklaneError `invalid_headers`, naming the header but never its value
 */
export function parseHookHeaders(value: unknown): Readonly<Record<string, string>> | undefined {
  if (value === undefined) return undefined;
  if (!isPlainObject(value)) {
    throw refuse(`must be an object of strings. Received: ${showReceived(value)}`);
  }
  const headers = new Map<string, string>();
  let bytes = 0;
  for (const [given, text] of Object.entries(value)) {
    const name = given.toLowerCase();
    checkHeader(given, name, text);
    if (headers.has(name)) throw refuse(`name ${JSON.stringify(name)} twice`);
    headers.set(name, text);
    bytes += name.length + text.length;
  }
  if (headers.size > mostHeaders) throw refuse(`are ${headers.size}, more than ${mostHeaders}`);
  if (bytes > mostBytes) throw refuse(`take ${bytes} bytes, more than ${mostBytes}`);
  return headers.size === 0 ? undefined : Object.fromEntries(headers);
}

/** Tells whether a header steers the connection or is set by Hooklane. `name` is in lower case. */
export function isReservedHeader(name: string): boolean {
  return refusedNames.has(name) || refusedPrefixes.some((prefix) => name.startsWith(prefix));
}

/** A `Map` or a fetch `Headers` has no members to list: its headers would be lost in silence. */
function isPlainObject(value: unknown): value is object {
  if (value === null || typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function checkHeader(given: string, name: string, text: unknown): asserts text is string {
  if (!namePattern.test(given)) {
    throw refuse(`have the name ${showReceived(given)}, which is no token`);
  }
  if (isReservedHeader(name)) {
    throw refuse(`may not set ${JSON.stringify(name)}: Hooklane sets it or HTTP reserves it`);
  }
  if (typeof text !== 'string' || !valuePattern.test(text)) {
    throw refuse(`give ${JSON.stringify(name)} a value that is not one line of Latin-1 text`);
  }
}

function refuse(what: string): HooklaneError<'invalid_headers'> {
  return new HooklaneError('invalid_headers', `Headers of a hook ${what}`);
}
