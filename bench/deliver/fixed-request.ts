import { createSigningKey, sign } from '@hooklane/signature';
import { hookBody, hookType, secret } from './setting.ts';

/** The bytes of a hook's body. */
export const fixedBody = Buffer.from(hookBody);

const timestampSeconds = Math.floor(Date.now() / 1_000);

/** The headers of a hook, made once: as many bytes on the wire as an attempt of Hooklane, and no work. */
export const fixedHeaders: Readonly<Record<string, string>> = {
  'content-type': 'application/json',
  'content-length': String(fixedBody.byteLength),
  'user-agent': 'Hooklane/0.1.0',
  'webhook-id': 'msg_00000000000000000000000000000000',
  'webhook-timestamp': String(timestampSeconds),
  'webhook-signature': sign({ id: 'msg_0', timestampSeconds, body: fixedBody }, [
    createSigningKey(secret),
  ]),
  'hooklane-type': hookType,
  'hooklane-attempt': '1',
};

const { 'content-length': _, ...others } = fixedHeaders;

/** For clients that count the bytes themselves. */
export const fixedHeadersWithoutLength: Readonly<Record<string, string>> = others;
