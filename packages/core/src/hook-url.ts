import { HooklaneError } from '@hooklane/signature';
import { showReceived } from './received.ts';

/** Where hooks may go. The same object serves publishing (early refusal) and the handler. */
export interface EgressPolicy {
  /**
   * Lets hooks go to `http:` URLs, unencrypted. For local mode and tests.
   * @default false
   */
  readonly allowHttp?: boolean;
  /**
   * Ports that may be called, beside the scheme's own. `'any'` allows all but 0.
   * @default [443, 8443]
   */
  readonly ports?: readonly number[] | 'any';
}

const longestUrl = 2_048;
const defaultPorts: readonly number[] = [443, 8443];

/**
 * Reads the URL of a hook: absolute, `https:`, no userinfo, an allowed port, at most 2,048
 * characters, no white space or control character.
 *
 * @throws HooklaneError `invalid_url`; the message never shows userinfo
 */
export function parseHookUrl(value: unknown, egress: EgressPolicy = {}): URL {
  if (typeof value !== 'string') throw refuse('must be a string', value);
  if (value.length > longestUrl) throw refuse(`must be at most ${longestUrl} characters`, value);
  // URL() drops tabs and line ends and trims spaces; what is signed off must be what is called.
  if (/[\s\p{Cc}]/u.test(value))
    throw refuse('must not hold white space or control characters', value);
  if (!URL.canParse(value)) throw refuse('must be an absolute URL', value);
  const url = new URL(value);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && egress.allowHttp === true)) {
    throw refuse('must use https:', value);
  }
  if (url.username !== '' || url.password !== '') throw refuse('must not hold userinfo', value);
  if (!isAllowedPort(url.port, egress.ports ?? defaultPorts)) {
    throw refuse(`must not use port ${url.port}`, value);
  }
  // Escapes make a URL longer, and the handler reads what was written here.
  if (url.href.length > longestUrl) {
    throw refuse(`must be at most ${longestUrl} characters, escapes included`, value);
  }
  return url;
}

function isAllowedPort(port: string, allowed: readonly number[] | 'any'): boolean {
  if (port === '') return true;
  return port !== '0' && (allowed === 'any' || allowed.includes(Number(port)));
}

function refuse(what: string, value: unknown): HooklaneError<'invalid_url'> {
  return new HooklaneError(
    'invalid_url',
    `The URL of a hook ${what}. Received: ${showReceived(value)}`,
  );
}
