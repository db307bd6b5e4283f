import { runInNewContext } from 'node:vm';
import { createSigningKey, sign } from '@hooklane/signature';
import { describe, expect, it } from 'vitest';
import { type ReceivedBody, type VerifiedHook, verifySignature } from '../src/index.ts';
import {
  id,
  refusalOf,
  secret,
  timestampSeconds,
  validOptions,
  validRequest,
} from './valid-request.ts';

const { headers, body: text } = validRequest;
const bytes = new TextEncoder().encode(text);
const signingKey = createSigningKey(secret);

function judge<Body extends ReceivedBody>(body: Body, maxBodyBytes?: number): VerifiedHook<Body> {
  return verifySignature({ headers, body }, { ...validOptions, maxBodyBytes });
}

function judgeSigned(body: string | Uint8Array): VerifiedHook<string | Uint8Array> {
  const signature = sign({ id, timestampSeconds, body }, [signingKey]);
  return verifySignature(
    { headers: { ...headers, 'webhook-signature': signature }, body },
    validOptions,
  );
}

describe('the body', () => {
  it.each<[string, ReceivedBody]>([
    ['text', text],
    ['a Uint8Array', bytes],
    ['a Buffer', Buffer.from(text)],
    ['an ArrayBuffer', bytes.slice().buffer],
    ['a view into a larger buffer', new Uint8Array(Buffer.from(` ${text} `)).subarray(1, -1)],
    ['a Uint8Array of another realm', runInNewContext('Uint8Array.from(bytes)', { bytes })],
    [
      'an ArrayBuffer of another realm',
      runInNewContext('Uint8Array.from(bytes).buffer', { bytes }),
    ],
  ])('is taken as %s and comes back as the very same value', (_, body) => {
    expect(judge(body).body).toBe(body);
  });

  it('is not parsed, so it need not be JSON', () => {
    for (const body of ['', 'not json', new Uint8Array([0x22, 0xff, 0x22])]) {
      expect(judgeSigned(body).body).toBe(body);
    }
  });

  it('is refused once it was parsed, and the error names the fix', () => {
    for (const body of [JSON.parse(text), [1], 1, true, new Uint16Array(1), new Map()]) {
      const { code, message } = refusalOf(() => judge(body));
      expect(code).toBe('invalid_body');
      expect(message).toContain('parsed already');
      for (const fix of ['express.raw', 'parseAs', 'arrayBuffer()', 'isBase64Encoded']) {
        expect(message).toContain(fix);
      }
    }
  });

  it('is refused as a stream', () => {
    for (const body of [new ReadableStream(), process.stdin]) {
      const { code, message } = refusalOf(() => judge(body as unknown as string));
      expect(code).toBe('invalid_body');
      expect(message).toContain('stream');
    }
  });

  it('is refused as a buffer that was transferred away', () => {
    const buffer = bytes.slice().buffer;
    structuredClone(buffer, { transfer: [buffer] });
    const { code, message } = refusalOf(() => judge(buffer));
    expect(code).toBe('invalid_body');
    expect(message).toContain('transferred');
  });

  it('is refused when nothing kept it', () => {
    for (const body of [undefined, null]) {
      const { code, message } = refusalOf(() => judge(body as unknown as string));
      expect(code).toBe('invalid_body');
      expect(message).toContain(`body is ${body}`);
    }
  });

  it('is refused as text that no bytes decode to', () => {
    expect(refusalOf(() => judge('\ud800')).code).toBe('invalid_body');
  });

  it('is counted in bytes, the limit included', () => {
    expect(judge(text, 20).id).toBe(id);
    for (const body of [text, bytes, bytes.slice().buffer]) {
      const { code, message } = refusalOf(() => judge(body, 19));
      expect(code).toBe('body_too_large');
      expect(message).toContain('20 bytes');
    }
    expect(refusalOf(() => judge('é'.repeat(5), 9)).code).toBe('body_too_large');
  });

  it('may have 1 MiB by default', () => {
    expect(judgeSigned(Buffer.alloc(1_048_576)).id).toBe(id);
    expect(refusalOf(() => judgeSigned(Buffer.alloc(1_048_577))).code).toBe('body_too_large');
  });
});
