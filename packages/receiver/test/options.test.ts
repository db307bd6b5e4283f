import { afterEach, describe, expect, it } from 'vitest';
import { type VerifySignatureOptions, verifySignature } from '../src/index.ts';
import { clockAt, id, refusalOf, secret, validOptions, validRequest } from './valid-request.ts';

function judgeWith(changes: Record<string, unknown>): unknown {
  return verifySignature(validRequest, { ...validOptions, ...changes } as VerifySignatureOptions);
}

describe('options', () => {
  afterEach(() => {
    Reflect.deleteProperty(Object.prototype, 'toleranceSeconds');
  });

  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, '300', null, {}])(
    'are refused with the tolerance %j',
    (toleranceSeconds) => {
      const { code, message } = refusalOf(() => judgeWith({ toleranceSeconds }));
      expect(code).toBe('invalid_options');
      expect(message).toContain('toleranceSeconds must be a finite number above 0');
    },
  );

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, '1'])(
    'are refused with the largest body %j',
    (maxBodyBytes) => {
      expect(refusalOf(() => judgeWith({ maxBodyBytes })).code).toBe('invalid_options');
    },
  );

  it.each([Date.now, 1, null, {}, { now: 1 }])('are refused with the clock %o', (clock) => {
    expect(refusalOf(() => judgeWith({ clock })).code).toBe('invalid_options');
  });

  it('take Date itself for a clock', () => {
    expect(refusalOf(() => judgeWith({ clock: Date })).code).toBe('timestamp_too_old');
  });

  it('are refused with an unknown name, and the error lists the known ones', () => {
    const { code, message } = refusalOf(() => judgeWith({ tolerance: 300 }));
    expect(code).toBe('invalid_options');
    expect(message).toContain('no option "tolerance"');
    expect(message).toContain('secrets, schemes, toleranceSeconds, maxBodyBytes, clock');
  });

  it.each([undefined, null, 'text'])('are refused as %s', (options) => {
    const wrong = options as unknown as VerifySignatureOptions;
    expect(refusalOf(() => verifySignature(validRequest, wrong)).code).toBe('invalid_options');
  });

  it('may be undefined one by one and then have their defaults', () => {
    expect(judgeWith({ toleranceSeconds: undefined, maxBodyBytes: undefined })).toMatchObject({
      id,
    });
    expect(refusalOf(() => judgeWith({ clock: undefined })).code).toBe('timestamp_too_old');
  });

  it('are not read from a polluted prototype', () => {
    Object.assign(Object.prototype, { toleranceSeconds: 1e12 });
    expect(refusalOf(() => judgeWith({ clock: clockAt(4_000_000_000) })).code).toBe(
      'timestamp_too_old',
    );
  });

  it.each([
    [undefined, 'Is the environment variable set?'],
    [null, 'Received: null'],
    [{}, 'Received: an object'],
    [[], 'at least one'],
    ['', 'is empty'],
    [[secret, undefined], 'Received: undefined'],
    [[secret, ''], 'is empty'],
    [[secret, `${secret} `], 'white space'],
  ])('are refused with the secrets %j: %s', (secrets, reason) => {
    const { code, message } = refusalOf(() => judgeWith({ secrets }));
    expect(code).toBe('invalid_secret');
    expect(message).toContain(reason);
  });
});
