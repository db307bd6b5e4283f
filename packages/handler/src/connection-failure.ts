import type { ConnectionFailure } from '@hooklane/core';
import { blockedAddressCode } from './address-lookup.ts';

const failuresByCode: ReadonlyMap<string, ConnectionFailure> = new Map(
  Object.entries({
    [blockedAddressCode]: 'blocked_address',
    EACCES: 'unreachable',
    EADDRNOTAVAIL: 'unreachable',
    ECONNABORTED: 'reset',
    ECONNREFUSED: 'refused',
    ECONNRESET: 'reset',
    EHOSTDOWN: 'unreachable',
    EHOSTUNREACH: 'unreachable',
    ENETDOWN: 'unreachable',
    ENETUNREACH: 'unreachable',
    ENODATA: 'dns',
    ENOTFOUND: 'dns',
    EPERM: 'unreachable',
    EPIPE: 'reset',
    EPROTO: 'tls',
    ESERVFAIL: 'dns',
    ETIMEDOUT: 'timeout',
  } as const),
);

// OpenSSL's and Node's names for what is wrong with a certificate or a handshake (tls.html, errors.html).
const tlsCode =
  /^(?:ERR_SSL_|ERR_TLS_|CERT_|ERROR_IN_CERT_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|CRL_)/;

/** Gives an error of a socket, of TLS or of the HTTP parser its stable code. */
export function classifyConnectionError(error: unknown): ConnectionFailure {
  const code = codeOf(error);
  const failure = failuresByCode.get(code);
  if (failure !== undefined) return failure;
  if (code.startsWith('EAI_')) return 'dns';
  return tlsCode.test(code) ? 'tls' : 'protocol';
}

// When several addresses of a name failed, Node throws an AggregateError: its first error speaks for it.
function codeOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
