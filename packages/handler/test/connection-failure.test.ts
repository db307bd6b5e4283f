import { describe, expect, it } from 'vitest';
import { classifyConnectionError } from '../src/connection-failure.ts';

const errorOf = (code: unknown): Error => Object.assign(new Error('no'), { code });

describe('an error of a connection', () => {
  it.each([
    ['ECONNREFUSED', 'refused'],
    ['ECONNRESET', 'reset'],
    ['ECONNABORTED', 'reset'],
    ['EPIPE', 'reset'],
    ['ETIMEDOUT', 'timeout'],
    ['EHOSTUNREACH', 'unreachable'],
    ['EHOSTDOWN', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    ['ENETDOWN', 'unreachable'],
    ['EADDRNOTAVAIL', 'unreachable'],
    ['EACCES', 'unreachable'],
    ['EPERM', 'unreachable'],
    ['ENOTFOUND', 'dns'],
    ['ENODATA', 'dns'],
    ['ESERVFAIL', 'dns'],
    ['EAI_AGAIN', 'dns'],
    ['EPROTO', 'tls'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'tls'],
    ['CERT_HAS_EXPIRED', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'tls'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'tls'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'tls'],
    ['HOSTNAME_MISMATCH', 'tls'],
    ['CRL_HAS_EXPIRED', 'tls'],
    ['HPE_INVALID_CONSTANT', 'protocol'],
    ['HPE_HEADER_OVERFLOW', 'protocol'],
    ['', 'protocol'],
    ['MY_CERT_STORE', 'protocol'],
  ])('with the code %s is %s', (code, failure) => {
    expect(classifyConnectionError(errorOf(code))).toBe(failure);
  });

  it.each([
    ['an error without a code', new Error('no')],
    ['a number for a code', errorOf(42)],
    ['what is no error', 'no'],
    ['nothing', undefined],
    ['an empty aggregate', new AggregateError([])],
  ])('takes %s for a fault of the protocol', (_, error) => {
    expect(classifyConnectionError(error)).toBe('protocol');
  });

  it('is that of the first address when all addresses of a name failed', () => {
    const errors = [errorOf('ENETUNREACH'), errorOf('ECONNREFUSED')];
    expect(classifyConnectionError(new AggregateError(errors))).toBe('unreachable');
    const nested = new AggregateError([new AggregateError([errorOf('ECONNREFUSED')])]);
    expect(classifyConnectionError(nested)).toBe('refused');
  });
});
