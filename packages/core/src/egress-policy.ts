import { HooklaneError } from '@hooklane/signature';
import { showReceived } from './received.ts';

/** Where hooks may go. The same object serves publishing (early refusal) and the handler. */
export interface EgressPolicy {
  /**
   * Lets hooks go to `http:` URLs, unencrypted. For local mode and tests.
   * @default false
   */
  readonly allowHttp?: boolean | undefined;
  /**
   * Ports that may be called, beside the scheme's own. `'any'` allows all but 0.
   * @default [443, 8443]
   */
  readonly ports?: readonly number[] | 'any' | undefined;
  /**
   * Lets hooks go to private, link-local and loopback addresses and to names such as `localhost`. For local
   * mode and tests.
   * @default false
   */
  readonly allowPrivateAddresses?: boolean | undefined;
  /** Ranges that may be called although they are not public, in CIDR notation. @default none */
  readonly allowCidrs?: readonly string[] | undefined;
  /** Ranges that may not be called, whatever else allows them. @default none */
  readonly denyCidrs?: readonly string[] | undefined;
  /** Hosts that may not be called: `api.acme.example`, or `*.acme.example` for all names below. @default none */
  readonly denyHosts?: readonly string[] | undefined;
}

const knownFields = [
  'allowHttp',
  'ports',
  'allowPrivateAddresses',
  'allowCidrs',
  'denyCidrs',
  'denyHosts',
];

/**
 * Checks every field of a policy.
 *
 * @throws HooklaneError `invalid_options`
 */
export function checkEgressPolicy(policy: unknown): asserts policy is EgressPolicy {
  if (policy === null || typeof policy !== 'object') throw invalid('must be an object', policy);
  const unknown = Object.keys(policy).find((key) => !knownFields.includes(key));
  if (unknown !== undefined) throw invalid(`has an unknown field ${JSON.stringify(unknown)}`);
  const { allowHttp, allowPrivateAddresses, ports, allowCidrs, denyCidrs, denyHosts } =
    policy as EgressPolicy;
  for (const [name, value] of Object.entries({ allowHttp, allowPrivateAddresses })) {
    if (value !== undefined && typeof value !== 'boolean') {
      throw invalid(`${name} must be true or false`, value);
    }
  }
  for (const [name, value] of Object.entries({ allowCidrs, denyCidrs, denyHosts })) {
    const isList = Array.isArray(value) && value.every((item) => typeof item === 'string');
    if (value !== undefined && !isList) throw invalid(`${name} must be a list of strings`, value);
  }
  const isPort = (port: unknown): boolean =>
    Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65_535;
  if (ports !== undefined && ports !== 'any' && !(Array.isArray(ports) && ports.every(isPort))) {
    throw invalid("ports must be 'any' or a list of integers from 1 to 65535", ports);
  }
}

function invalid(what: string, ...received: readonly unknown[]): HooklaneError<'invalid_options'> {
  const shown = received.length === 0 ? '' : `. Received: ${showReceived(received[0])}`;
  return new HooklaneError('invalid_options', `Egress policy ${what}${shown}`);
}
