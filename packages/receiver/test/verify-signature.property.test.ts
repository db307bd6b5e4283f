import { createSigningKey, sign } from '@hooklane/signature';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHooklaneError, type VerifiedHook, verifySignature } from '../src/index.ts';
import { clockAt, secret, timestampSeconds, validOptions, validRequest } from './valid-request.ts';

const key = createSigningKey(secret);
const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const;
const requests = fc.record({
  id: fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/),
  body: fc.uint8Array({ minLength: 1, maxLength: 200 }),
  ageSeconds: fc.integer({ min: -300, max: 300 }),
});

describe('verifySignature', () => {
  it('accepts whatever was signed, within the tolerance', () => {
    fc.assert(
      fc.property(requests, ({ id, body, ageSeconds }) => {
        const hook = verifySignature(signedRequest(id, body), {
          secrets: secret,
          clock: clockAt(timestampSeconds + ageSeconds),
        });
        expect(hook).toEqual({
          id,
          timestamp: new Date(timestampSeconds * 1000),
          body,
          scheme: 'standard-webhooks',
        });
      }),
      { numRuns: 300 },
    );
  });

  it('refuses a request with one other byte, in a header or in the body', () => {
    const part = fc.constantFrom(...names, 'body');
    const change = fc.integer({ min: 1, max: 255 });
    fc.assert(
      fc.property(requests, part, fc.nat(), change, ({ id, body }, changed, at, xor) => {
        const request = signedRequest(id, body);
        const given =
          changed === 'body'
            ? { ...request, body: mutateByte(body, at, xor) }
            : { ...request, headers: mutateHeader(request.headers, changed, at, xor) };
        expectRefusal(() => verifySignature(given, validOptions));
      }),
      { numRuns: 1000 },
    );
  });

  it('throws nothing but HooklaneError for any headers', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    const value = fc.oneof(text, fc.array(text, { maxLength: 3 }), fc.anything());
    const record = fc.dictionary(fc.oneof(fc.constantFrom(...names), text), value);
    const headers = fc.oneof(
      record,
      record.map((given) => Object.entries(given)),
      record.map((given) => new Map(Object.entries(given))),
      fc.anything(),
    );
    fc.assert(
      fc.property(headers, (given) => {
        const request = { ...validRequest, headers: given } as typeof validRequest;
        expectRefusal(() => verifySignature(request, validOptions));
      }),
      { numRuns: 1000 },
    );
  });

  it('throws nothing but HooklaneError for any value of one header', () => {
    const value = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.anything());
    fc.assert(
      fc.property(fc.constantFrom(...names), value, (name, given) => {
        const headers = { ...validRequest.headers, [name]: given } as Record<string, string>;
        expectRefusal(() => verifySignature({ ...validRequest, headers }, validOptions));
      }),
      { numRuns: 500 },
    );
  });

  it('throws nothing but HooklaneError for any body', () => {
    const bodies = fc.anything({ withTypedArray: true, withDate: true, withMap: true });
    fc.assert(
      fc.property(bodies, (body) => {
        const request = { ...validRequest, body } as typeof validRequest;
        expectRefusal(() => verifySignature(request, validOptions));
      }),
      { numRuns: 500 },
    );
  });

  it('throws nothing but HooklaneError for any options', () => {
    const option = fc.constantFrom('secrets', 'toleranceSeconds', 'maxBodyBytes', 'clock');
    fc.assert(
      fc.property(option, fc.anything(), (name, value) => {
        const options = { ...validOptions, [name]: value } as typeof validOptions;
        expectHookOrRefusal(() => verifySignature(validRequest, options));
      }),
      { numRuns: 500 },
    );
  });
});

interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

function signedRequest(id: string, body: Uint8Array): SignedRequest {
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': sign({ id, timestampSeconds, body }, [key]),
  };
  return { headers, body };
}

function expectRefusal(act: () => VerifiedHook): void {
  expect(expectHookOrRefusal(act)).toBe('refusal');
}

function expectHookOrRefusal(act: () => VerifiedHook): 'hook' | 'refusal' {
  try {
    act();
    return 'hook';
  } catch (error) {
    if (!isHooklaneError(error)) throw error;
    return 'refusal';
  }
}

function mutateHeader(
  headers: SignedRequest['headers'],
  name: string,
  at: number,
  xor: number,
): SignedRequest['headers'] {
  const mutated = mutateByte(Buffer.from(headers[name] ?? ''), at, xor);
  return { ...headers, [name]: Buffer.from(mutated).toString('latin1') };
}

function mutateByte(bytes: Uint8Array, at: number, xor: number): Uint8Array {
  const index = at % bytes.length;
  return bytes.map((byte, position) => (position === index ? byte ^ xor : byte));
}
