import { createHmac } from 'node:crypto';
import { generateSecret } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { diagnoseSignature } from '../src/diagnose-signature.ts';

const secret = generateSecret();
const now = 1_800_000_000_000;
const clock = { now: () => now };

interface Signed {
  readonly body: string;
  readonly key?: Buffer;
  readonly ageSeconds?: number;
  readonly prefix?: string;
}

/** The headers of a hook that was signed with this body, however it looks when it arrives. */
function headersOf({ body, key, ageSeconds = 10, prefix = 'webhook' }: Signed) {
  const bytes = key ?? Buffer.from(secret.replace('whsec_', ''), 'base64');
  const seconds = now / 1_000 - ageSeconds;
  const signature = createHmac('sha256', bytes).update(`msg_1.${seconds}.${body}`).digest('base64');
  return [
    [`${prefix}-id`, 'msg_1'],
    [`${prefix}-timestamp`, `${seconds}`],
    [`${prefix}-signature`, `v1,${signature}`],
  ] as const;
}

function diagnose(
  signed: Signed,
  { arrived = signed.body, secrets = [secret] }: { arrived?: string; secrets?: string[] } = {},
) {
  const request = { headers: headersOf(signed), body: Buffer.from(arrived) };
  return diagnoseSignature(request, { secrets, clock });
}

const compact = '{"name":"Zoë","urls":["https://a/b"],"n":1}';

describe('diagnoseSignature', () => {
  it.each(['webhook', 'svix'])('finds what is valid under %s-signature', (prefix) => {
    expect(diagnose({ body: compact, prefix })).toMatchObject({
      kind: 'valid',
      id: 'msg_1',
      signedAt: now - 10_000,
    });
  });

  it('tries every secret', () => {
    expect(diagnose({ body: '{}' }, { secrets: [generateSecret(), secret] }).kind).toBe('valid');
  });

  const parsed: unknown = JSON.parse(compact);
  it.each([
    ['a newline was added', compact, `${compact}\n`, /newline at the end that was not signed/],
    ['CRLF was added', compact, `${compact}\r\n`, /newline at the end that was not signed/],
    ['a newline was lost', `${compact}\n`, compact, /lacks a newline/],
    ['LF became CRLF', '{\n"a":1}', '{\r\n"a":1}', /end in CRLF, and LF was signed/],
    ['LF became CRLF, with one more', '{\n"a":1}', '{\r\n"a":1}\r\n', /neither was signed/],
    ['CRLF became LF', '{\r\n"a":1}', '{\n"a":1}', /end in LF, and CRLF was signed/],
    ['it was indented', compact, JSON.stringify(parsed, null, 4), /JSON without white space/],
    ['it was made compact', JSON.stringify(parsed, null, 2), compact, /indented by two it/],
    [
      'Python wrote it',
      '{"name": "Zo\\u00eb", "urls": ["https://a/b"], "n": 1}',
      compact,
      /as Python writes it/,
    ],
    [
      'PHP wrote it',
      '{"name":"Zo\\u00eb","urls":["https:\\/\\/a\\/b"],"n":1}',
      compact,
      /as PHP writes it/,
    ],
    ['a byte order mark was added', compact, `\uFEFF${compact}`, /byte order mark/],
    ['white space was added', compact, `  ${compact} `, /white space around it/],
    ['it was encoded twice', compact, Buffer.from(compact).toString('latin1'), /taken for Latin-1/],
  ])('knows that %s', (_, body, arrived, why) => {
    expect(diagnose({ body }, { arrived })).toMatchObject({
      kind: 'invalid',
      code: 'signature_mismatch',
      why: expect.stringMatching(why),
      advice: expect.stringMatching(/./),
    });
  });

  it.each([
    [Buffer.from(secret), /text of the secret/],
    [Buffer.from(secret.replace('whsec_', '')), /text that follows whsec_/],
  ])('knows that the secret was not decoded', (key, why) => {
    expect(diagnose({ body: '{}', key })).toMatchObject({
      why: expect.stringMatching(why),
      advice: expect.stringContaining('base64'),
    });
  });

  it.each([
    [7_200, 'timestamp_too_old', /right, but it was made 2 h ago/],
    [-900, 'timestamp_too_new', /right, but its time is 15 min ahead/],
  ])('tells a right signature of %d seconds ago from a wrong one', (ageSeconds, code, why) => {
    expect(diagnose({ body: '{}', ageSeconds })).toMatchObject({
      code,
      why: expect.stringMatching(why),
    });
  });

  it('finds the newline of a request that is old, too', () => {
    expect(diagnose({ body: '{}', ageSeconds: 7_200 }, { arrived: '{}\n' })).toMatchObject({
      code: 'signature_mismatch',
      why: expect.stringMatching(/newline/),
    });
  });

  it('says that secret or content are others where no likely change fits', () => {
    expect(diagnose({ body: '{}' }, { secrets: [generateSecret()] })).toMatchObject({
      code: 'signature_mismatch',
      why: expect.stringMatching(/were signed with this secret$/),
      advice: expect.stringMatching(/another partner or stage/),
    });
  });

  it('says that the body was cut where its length says so', () => {
    const headers = [...headersOf({ body: compact }), ['Content-Length', '50'] as const];
    const request = { headers, body: Buffer.from(compact.slice(0, 20)) };
    expect(diagnoseSignature(request, { secrets: [secret], clock })).toMatchObject({
      why: expect.stringMatching(/has 21 bytes, and content-length says 50/),
    });
  });

  it('says which header is missing, and whose others are there', () => {
    const request = { headers: [['X-Hub-Signature', 'x']] as const, body: Buffer.from('{}') };
    expect(diagnoseSignature(request, { secrets: [secret], clock })).toMatchObject({
      code: 'missing_header',
      why: expect.stringMatching(/webhook-id is missing/),
      advice: expect.stringMatching(/another sender came: x-hub-signature/),
    });
  });

  it.each([
    ['v1,abc', /no complete signature/],
    [`v1a,${'A'.repeat(86)}==`, /signed as v1a, and no secret given/],
  ])('says what is wrong with the form of %s', (signature, why) => {
    const [id, timestamp] = headersOf({ body: '{}' });
    const headers = [id, timestamp, ['webhook-signature', signature] as const];
    const request = { headers, body: Buffer.from('{}') };
    expect(diagnoseSignature(request, { secrets: [secret], clock })).toMatchObject({
      code: 'signature_mismatch',
      why: expect.stringMatching(why),
    });
  });

  it('refuses what is no secret', () => {
    expect(() => diagnose({ body: '{}' }, { secrets: ['hunter2'] })).toThrow(
      expect.objectContaining({ code: 'invalid_secret' }),
    );
  });
});
