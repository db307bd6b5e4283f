import { inspect } from 'node:util';
import { createSigningKey, generateKeyPair, generateSecret, sign } from '@hooklane/signature';
import { describe, expect, it } from 'vitest';
import { verifySignature } from '../src/index.ts';
import { scenarioOf, standardScenarios } from './standard-scenarios.ts';
import {
  clockAt,
  id,
  refusalOf,
  secret,
  signature,
  timestampSeconds,
  validOptions,
  validRequest,
} from './valid-request.ts';

const codes: Readonly<Record<string, string>> = {
  no_matching_signature: 'signature_mismatch',
  config_error: 'invalid_secret',
};

describe('verifySignature', () => {
  it.each(standardScenarios)('judges the scenario $name: $expect $error', (scenario) => {
    const { headers, body, secrets, now, error = '' } = scenario;
    const judge = (): unknown =>
      verifySignature({ headers, body }, { secrets, clock: clockAt(now) });
    if (scenario.expect === 'accept') expect(judge()).toMatchObject({ body });
    else expect(refusalOf(judge).code).toBe(codes[error] ?? error);
  });

  it('returns the id, the time of the attempt and the body', () => {
    expect(verifySignature(validRequest, validOptions)).toEqual({
      id,
      timestamp: new Date('2021-02-25T15:02:10Z'),
      body: validRequest.body,
      scheme: 'standard-webhooks',
    });
  });

  it('changes nothing that it was given', () => {
    const request = Object.freeze({
      ...validRequest,
      headers: Object.freeze(validRequest.headers),
    });
    expect(() => verifySignature(request, Object.freeze({ ...validOptions }))).not.toThrow();
  });

  it('verifies v1a with a public key', () => {
    const { secret: privateKey, publicKey } = generateKeyPair();
    const { body } = validRequest;
    const made = sign({ id, timestampSeconds, body }, [createSigningKey(privateKey)]);
    const headers = { ...validRequest.headers, 'webhook-signature': made };
    const options = { ...validOptions, secrets: publicKey };
    expect(verifySignature({ headers, body }, options).id).toBe(id);
  });

  it('takes one secret as a string', () => {
    expect(verifySignature(validRequest, { ...validOptions, secrets: secret }).id).toBe(id);
  });

  it('refuses with one secret what it accepts with another, in any order', () => {
    const wrong = generateSecret();
    const judge = (secrets: string[]): unknown =>
      verifySignature(validRequest, { ...validOptions, secrets });
    expect(judge([secret, wrong])).toMatchObject({ id });
    expect(judge([wrong, secret])).toMatchObject({ id });
    expect(refusalOf(() => judge([wrong])).code).toBe('signature_mismatch');
    expect(judge([secret])).toMatchObject({ id });
  });

  it('judges the size before the headers, the headers before the time, the time before the signature', () => {
    const options = { ...validOptions, clock: clockAt(1), maxBodyBytes: 3 };
    const judge = (headers: Record<string, string>, body: string): string =>
      refusalOf(() => verifySignature({ headers, body }, options)).code;
    expect(judge({}, 'four')).toBe('body_too_large');
    expect(judge({}, 'bad')).toBe('missing_header');
    expect(judge(validRequest.headers, 'bad')).toBe('timestamp_too_new');
  });

  it('refuses a request that is not an object', () => {
    for (const request of [undefined, null, 'text']) {
      const wrong = request as unknown as typeof validRequest;
      expect(refusalOf(() => verifySignature(wrong, validOptions)).code).toBe('invalid_options');
    }
  });

  it('shows neither the secret, the signature, a header nor the body in an error', () => {
    const { publicKey } = generateKeyPair();
    const right = createSigningKey(secret);
    const body = 'private body';
    const expected = sign({ id, timestampSeconds, body }, [right]).slice(3);
    const errors = [
      () => verifySignature({ ...validRequest, body }, validOptions),
      () => verifySignature({ ...validRequest, body }, { ...validOptions, maxBodyBytes: 1 }),
      () => verifySignature({ ...validRequest, body }, { ...validOptions, secrets: publicKey }),
      () => verifySignature(validRequest, { ...validOptions, clock: clockAt(1) }),
      () => verifySignature(validRequest, { ...validOptions, secrets: secret.slice(0, -1) }),
      () =>
        verifySignature(
          { headers: { ...validRequest.headers, 'Webhook-Id': id }, body },
          validOptions,
        ),
    ].map((act) => inspect(refusalOf(act), { depth: 9, showHidden: true }));
    for (const text of errors) {
      for (const hidden of [
        secret.slice(6, 30),
        publicKey.slice(5),
        signature.slice(3),
        expected,
        id,
        body,
      ]) {
        expect(text).not.toContain(hidden);
      }
    }
  });
});

describe('the time of a webhook', () => {
  const judgeAt = (epochSeconds: number, toleranceSeconds?: number): string | undefined => {
    const options = { ...validOptions, clock: clockAt(epochSeconds), toleranceSeconds };
    try {
      verifySignature(validRequest, options);
      return undefined;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('is accepted up to 300 s in both directions, the limit included', () => {
    expect(judgeAt(timestampSeconds + 300)).toBeUndefined();
    expect(judgeAt(timestampSeconds - 300)).toBeUndefined();
    expect(judgeAt(timestampSeconds + 301)).toBe('timestamp_too_old');
    expect(judgeAt(timestampSeconds - 301)).toBe('timestamp_too_new');
  });

  it('is compared in whole seconds, as it is on the wire', () => {
    expect(judgeAt(timestampSeconds + 300.999)).toBeUndefined();
    expect(judgeAt(timestampSeconds - 300.001)).toBe('timestamp_too_new');
  });

  it('is accepted within the tolerance that was given', () => {
    expect(judgeAt(timestampSeconds + 10, 10)).toBeUndefined();
    expect(judgeAt(timestampSeconds + 11, 10)).toBe('timestamp_too_old');
    expect(judgeAt(timestampSeconds - 11, 10)).toBe('timestamp_too_new');
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, undefined])(
    'is not accepted because the clock returns %s',
    (now) => {
      const clock = { now: () => now as number };
      const { code } = refusalOf(() => verifySignature(validRequest, { ...validOptions, clock }));
      expect(code).toBe('invalid_options');
    },
  );

  it('is read from the wall clock by default', () => {
    const { secrets } = validOptions;
    expect(refusalOf(() => verifySignature(validRequest, { secrets })).code).toBe(
      'timestamp_too_old',
    );
    const now = Math.floor(Date.now() / 1000);
    const { body } = validRequest;
    const headers = {
      'webhook-id': id,
      'webhook-timestamp': String(now),
      'webhook-signature': sign({ id, timestampSeconds: now, body }, [createSigningKey(secret)]),
    };
    expect(verifySignature({ headers, body }, { secrets }).timestamp).toEqual(new Date(now * 1000));
  });

  it('needs the signature to be right as well', () => {
    const { headers, body, secrets } = scenarioOf('tampered-timestamp-inside-window');
    expect(
      refusalOf(() => verifySignature({ headers, body }, { ...validOptions, secrets })).code,
    ).toBe('signature_mismatch');
  });
});
