import { HooklaneError } from '@hooklane/signature';
import {
  addressFamily,
  createAddressRanges,
  isPublicAddress,
  unmapAddress,
} from './address-ranges.ts';
import { checkEgressPolicy, type EgressPolicy } from './egress-policy.ts';
import { showReceived } from './received.ts';

/** Judges URLs, hosts and addresses by an {@link EgressPolicy}. */
export interface EgressGuard {
  readonly allowsPrivateAddresses: boolean;
  /**
   * Reads the URL of a hook: absolute, `https:`, no userinfo, an allowed port and host, at most 2,048
   * characters, no white space or control character. Where a name leads is not looked up.
   *
   * @throws HooklaneError `invalid_url`; the message never shows userinfo
   * @throws HooklaneError `blocked_address` for an address or a name that must not be called
   */
  parseUrl(value: unknown): URL;
  /**
   * Tells whether a host may be called, as `URL` gives it: a literal address is judged as an address, a name
   * by what it is called. Where a name leads is judged when it is resolved.
   */
  allowsHost(hostname: string): boolean;
  /** Tells whether an address may be called; false for what is no address. */
  allowsAddress(address: string): boolean;
}

const longestUrl = 2_048;
const defaultPorts: readonly number[] = [443, 8443];
/** Names of the machine and of its own network (RFC 6761, RFC 6762, RFC 8375, ICANN's `internal`). */
const localSuffixes = ['.localhost', '.local', '.internal', '.home.arpa'];

/**
 * Makes a guard, once for many hooks.
 *
 * @throws HooklaneError `invalid_options`
 */
export function createEgressGuard(policy: EgressPolicy = {}): EgressGuard {
  checkEgressPolicy(policy);
  const { allowHttp = false, allowPrivateAddresses = false, ports = defaultPorts } = policy;
  const allowed = createAddressRanges(policy.allowCidrs ?? []);
  const denied = createAddressRanges(policy.denyCidrs ?? []);
  const deniedHosts = (policy.denyHosts ?? []).map(normalizeName);

  const allowsAddress = (address: string): boolean => {
    const plain = unmapAddress(address);
    if (addressFamily(plain) === 0 || denied.has(plain)) return false;
    return allowPrivateAddresses || allowed.has(plain) || isPublicAddress(plain);
  };
  const judgeHost = (hostname: string): boolean => {
    const literal = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
    if (addressFamily(literal) !== 0) return allowsAddress(literal);
    const name = normalizeName(hostname);
    if (name === '' || deniedHosts.some((pattern) => matchesHost(name, pattern))) return false;
    return allowPrivateAddresses || isPublicName(name);
  };
  // The hooks of a lane go to one host, as a rule, and each asks twice.
  let last: { readonly hostname: string; readonly isAllowed: boolean } | undefined;
  const allowsHost = (hostname: string): boolean => {
    if (last?.hostname !== hostname) last = { hostname, isAllowed: judgeHost(hostname) };
    return last.isAllowed;
  };
  const allowsPort = (port: string): boolean =>
    port === '' || (port !== '0' && (ports === 'any' || ports.includes(Number(port))));
  return {
    allowsPrivateAddresses: allowPrivateAddresses,
    allowsAddress,
    allowsHost,
    parseUrl: (value) => {
      const url = readUrl(value);
      if (url.protocol !== 'https:' && !(url.protocol === 'http:' && allowHttp)) {
        throw refuse('must use https:', value);
      }
      if (!allowsPort(url.port)) throw refuse(`must not use port ${url.port}`, value);
      if (!allowsHost(url.hostname)) throw blocked(url.hostname);
      return url;
    },
  };
}

function readUrl(value: unknown): URL {
  if (typeof value !== 'string') throw refuse('must be a string', value);
  if (value.length > longestUrl) throw refuse(`must be at most ${longestUrl} characters`, value);
  // URL() drops tabs and line ends and trims spaces; what is signed off must be what is called.
  if (/[\s\p{Cc}]/u.test(value)) {
    throw refuse('must not hold white space or control characters', value);
  }
  const url = URL.parse(value);
  if (url === null) throw refuse('must be an absolute URL', value);
  if (url.username !== '' || url.password !== '') throw refuse('must not hold userinfo', value);
  // Escapes make a URL longer, and the handler reads what was written here.
  if (url.href.length > longestUrl) {
    throw refuse(`must be at most ${longestUrl} characters, escapes included`, value);
  }
  return url;
}

function refuse(what: string, value: unknown): HooklaneError<'invalid_url'> {
  return new HooklaneError(
    'invalid_url',
    `The URL of a hook ${what}. Received: ${showReceived(value)}`,
  );
}

function blocked(hostname: string): HooklaneError<'blocked_address'> {
  return new HooklaneError(
    'blocked_address',
    `The URL of a hook must lead to a public address; ${hostname} must not be called. Local systems and tests may set allowPrivateAddresses in their egress policy`,
  );
}

function isPublicName(name: string): boolean {
  return name.includes('.') && !localSuffixes.some((suffix) => name.endsWith(suffix));
}

function matchesHost(name: string, pattern: string): boolean {
  return pattern.startsWith('*.') ? name.endsWith(pattern.slice(1)) : name === pattern;
}

function normalizeName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
