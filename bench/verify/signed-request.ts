import { createSigningKey, sign } from '@hooklane/signature';

/** A body of JSON with that many bytes. */
export function bodyOf(bytes: number): Buffer {
  const frame = JSON.stringify({ type: 'bench', data: '' });
  return Buffer.from(JSON.stringify({ type: 'bench', data: 'a'.repeat(bytes - frame.length) }));
}

/** The headers with which the body comes, signed now. */
export function signedHeaders(body: Buffer, secret: string): Record<string, string> {
  const id = 'msg_2KWPBgLlAfxdpx2AI54pPJ85f4W';
  const timestampSeconds = Math.floor(Date.now() / 1_000);
  return {
    host: 'partner.example',
    'content-type': 'application/json',
    'content-length': `${body.length}`,
    'user-agent': 'Hooklane/1.0',
    accept: '*/*',
    'webhook-id': id,
    'webhook-timestamp': `${timestampSeconds}`,
    'webhook-signature': sign({ id, timestampSeconds, body }, [createSigningKey(secret)]),
  };
}
