import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  type HmacScheme,
  requestSignatureSha256,
  type SignatureScheme,
  standardWebhooks,
  svix,
  type VerifiedHook,
  verifySignature,
} from '../src/index.ts';
import { clockAt, refusalOf, secret, timestampSeconds, validRequest } from './valid-request.ts';

const { headers, body } = validRequest;
const clock = clockAt(timestampSeconds);
const legacySecret = 'a legacy secret';
const legacy = { ...requestSignatureSha256, secrets: legacySecret };
const hex = createHmac('sha256', legacySecret).update(body).digest('hex');
const legacyHeaders = { 'X-Request-Signature-SHA-256': hex };

// https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries#testing-the-webhook-payload-validation
const gitHub: HmacScheme = {
  kind: 'hmac',
  name: 'github',
  signatureHeader: 'x-hub-signature-256',
  signaturePrefix: 'sha256=',
  encoding: 'hex',
  secrets: "It's a Secret to Everybody",
};
// https://docs.slack.dev/authentication/verifying-requests-from-slack
const slack: HmacScheme = {
  kind: 'hmac',
  name: 'slack',
  signatureHeader: 'x-slack-signature',
  signaturePrefix: 'v0=',
  encoding: 'hex',
  contentPrefix: 'v0:{timestamp}:',
  timestampHeader: 'x-slack-request-timestamp',
  secrets: '8f742231b10e8888abcd99yyyzzz85a5',
};

function judge(
  given: Record<string, string>,
  schemes: readonly SignatureScheme[],
  text: string = body,
): VerifiedHook {
  return verifySignature({ headers: given, body: text }, { secrets: secret, schemes, clock });
}

const codeOf = (...args: Parameters<typeof judge>): string => refusalOf(() => judge(...args)).code;

describe('an HMAC scheme', () => {
  it('verifies hex over the body alone, in either case', () => {
    for (const value of [hex, hex.toUpperCase(), `${'0'.repeat(64)}, ${hex}`]) {
      const hook = judge({ 'x-request-signature-sha-256': value }, [legacy]);
      expect(hook).toMatchObject({ body, scheme: 'request-signature-sha-256' });
      expect(hook.timestamp.getTime()).toBe(timestampSeconds * 1_000);
      expect(hook.id).toMatch(/^sha256_[0-9a-f]{64}$/);
    }
  });

  it('gives one id to one body, however it is signed', () => {
    const ids = [hex, `${'0'.repeat(64)} ${hex}`].map(
      (value) => judge({ 'x-request-signature-sha-256': value }, [legacy]).id,
    );
    expect(new Set(ids).size).toBe(1);
  });

  it.each([
    ['another secret', createHmac('sha256', 'other').update(body).digest('hex')],
    ['a digit less', hex.slice(1)],
    ['a digit more', `${hex}0`],
    ['no hex', 'z'.repeat(64)],
    ['base64', Buffer.from(hex, 'hex').toString('base64')],
  ])('refuses a signature of %s', (_, value) => {
    expect(codeOf({ 'x-request-signature-sha-256': value }, [legacy])).toBe('signature_mismatch');
  });

  it.each(['f'.repeat(5_000), Array(17).fill(hex).join(' ')])(
    'refuses too much of a header',
    (value) => {
      expect(codeOf({ 'x-request-signature-sha-256': value }, [legacy])).toBe('invalid_header');
    },
  );

  it('refuses a request without its header', () => {
    expect(codeOf({}, [legacy])).toBe('missing_header');
  });

  it("verifies GitHub's example", () => {
    const signature = 'sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17';
    const given = { 'X-Hub-Signature-256': signature };
    expect(judge(given, [gitHub], 'Hello, World!').scheme).toBe('github');
    expect(codeOf(given, [gitHub], 'Hello, World?')).toBe('signature_mismatch');
    expect(codeOf({ 'x-hub-signature-256': signature.slice(7) }, [gitHub], 'Hello, World!')).toBe(
      'signature_mismatch',
    );
  });

  it("verifies Slack's example, and its age", () => {
    const text =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    const given = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    };
    const at = (seconds: number): VerifiedHook =>
      verifySignature(
        { headers: given, body: text },
        { secrets: secret, schemes: [slack], clock: clockAt(seconds) },
      );
    expect(at(1_531_420_618).timestamp.getTime()).toBe(1_531_420_618_000);
    expect(refusalOf(() => at(1_531_420_919)).code).toBe('timestamp_too_old');
  });

  it('signs the id and the time that its prefix names, whatever characters they have', () => {
    const own: HmacScheme = {
      kind: 'hmac',
      name: 'own',
      signatureHeader: 'x-signature',
      encoding: 'base64',
      contentPrefix: '{id}|{timestamp}|{id}|',
      idHeader: 'x-id',
      timestampHeader: 'x-time',
      secretEncoding: 'hex',
      secrets: '00ff00ff',
    };
    const id = "$&$1$'";
    const time = `${timestampSeconds}`;
    const signature = createHmac('sha256', Buffer.from('00ff00ff', 'hex'))
      .update(`${id}|${time}|${id}|${body}`)
      .digest('base64');
    const given = { 'x-id': id, 'x-time': time, 'x-signature': signature };
    expect(judge(given, [own])).toMatchObject({ id, scheme: 'own' });
    expect(codeOf({ ...given, 'x-id': 'other' }, [own])).toBe('signature_mismatch');
    expect(codeOf({ ...given, 'x-time': '+1' }, [own])).toBe('invalid_timestamp');
    expect(codeOf({ 'x-time': time, 'x-signature': signature }, [own])).toBe('missing_header');
  });
});

describe('several schemes', () => {
  const both = [standardWebhooks, legacy];

  it('are judged by the first whose signature came', () => {
    expect(judge(headers, both).scheme).toBe('standard-webhooks');
    expect(judge(legacyHeaders, both).scheme).toBe('request-signature-sha-256');
    expect(judge({ ...legacyHeaders, ...headers }, both).scheme).toBe('standard-webhooks');
    expect(judge({ ...legacyHeaders, ...headers }, [legacy, standardWebhooks]).scheme).toBe(
      'request-signature-sha-256',
    );
  });

  it('are not tried in turn: a wrong signature of the first is not made good by the second', () => {
    const wrong = { ...legacyHeaders, ...headers, 'webhook-id': 'msg_other' };
    expect(codeOf(wrong, both)).toBe('signature_mismatch');
  });

  it('tell what the first misses when nothing came', () => {
    expect(refusalOf(() => judge({}, both)).message).toContain('webhook-id is missing');
  });

  it('verify the names of Svix with the same secrets', () => {
    const renamed = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]),
    );
    expect(judge(renamed, [standardWebhooks, svix]).scheme).toBe('svix');
    expect(codeOf(renamed, [standardWebhooks])).toBe('missing_header');
  });
});

describe('schemes', () => {
  it.each<[string, unknown]>([
    ['no list', {}],
    ['none', []],
    ['text', ['standard']],
    ['an unknown kind', [{ kind: 'rsa' }]],
    ['a header name in upper case', [{ ...legacy, signatureHeader: 'X-Signature' }]],
    ['no header name', [{ kind: 'hmac', name: 'x', encoding: 'hex' }]],
    ['a prefix that is no text', [{ ...standardWebhooks, headerPrefix: 5 }]],
    ['an unknown encoding', [{ ...legacy, encoding: 'utf8' }]],
    ['an unknown encoding of secrets', [{ ...legacy, secretEncoding: 'rot13' }]],
    ['an id that is not signed', [{ ...legacy, idHeader: 'x-id' }]],
    ['a time that is not signed', [{ ...legacy, timestampHeader: 'x-time' }]],
    ['a signed id without a header', [{ ...legacy, contentPrefix: '{id}.' }]],
    ['no name', [{ ...legacy, name: '' }]],
  ])('are refused: %s', (_, schemes) => {
    expect(codeOf(headers, schemes as readonly SignatureScheme[])).toBe('invalid_options');
  });

  it.each<[string, Partial<HmacScheme>]>([
    ['an empty secret', { secrets: '' }],
    ['hex with a digit missing', { secrets: 'abc', secretEncoding: 'hex' }],
    ['no base64', { secrets: 'ab', secretEncoding: 'base64' }],
    ['a lone surrogate', { secrets: '\uD800' }],
    ['no list of text', { secrets: [5] as unknown as string[] }],
  ])('are refused with %s', (_, changes) => {
    expect(codeOf(headers, [{ ...legacy, ...changes }])).toBe('invalid_secret');
  });
});
