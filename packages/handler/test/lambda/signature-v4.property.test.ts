import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { signRequest } from '../../src/lambda/signature-v4.ts';

// From AWS's own example of signing, but for the method: a POST with the same key, day, region and service.
const credentials = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

it('signs as AWS does in its test suite, case post-vanilla', () => {
  const headers = signRequest(
    { host: 'example.amazonaws.com', path: '/', headers: {}, body: '' },
    { service: 'service', region: 'us-east-1', credentials, now: Date.UTC(2015, 7, 30, 12, 36) },
  );
  expect(headers['authorization']).toBe(
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b',
  );
});

it('signs whatever the SDK signs, to the same signature', async () => {
  await using sdk = await startRecorder();
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
      fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{10,40}$/), {
        nil: undefined,
      }),
      fc.constantFrom('eu-west-1', 'us-east-1', 'ap-southeast-2'),
      async (body, sessionToken, region) => {
        const sent = await sdk.send({ region, body, sessionToken });
        const names = /SignedHeaders=([^,]+)/.exec(sent.headers['authorization'] ?? '')?.[1] ?? '';
        const headers = Object.fromEntries(
          names
            .split(';')
            .filter((name) => !['host', 'x-amz-date', 'x-amz-security-token'].includes(name))
            .map((name) => [name, sent.headers[name] ?? '']),
        );
        const signed = signRequest(
          { host: sent.headers['host'] ?? '', path: '/', headers, body: sent.body },
          {
            service: 'sqs',
            region,
            credentials: { ...credentials, sessionToken },
            now: timeOf(sent.headers['x-amz-date'] ?? ''),
          },
        );
        expect(signed['authorization']).toBe(sent.headers['authorization']);
      },
    ),
    { numRuns: 60 },
  );
});

interface Sent {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

interface Sending {
  readonly region: string;
  readonly body: string;
  readonly sessionToken: string | undefined;
}

/** A server that keeps what the SDK's own client sends. */
async function startRecorder(): Promise<
  AsyncDisposable & { send(sending: Sending): Promise<Sent> }
> {
  let last: Sent = { headers: {}, body: '' };
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      last = {
        headers: incoming.headers as Sent['headers'],
        body: Buffer.concat(chunks).toString(),
      };
      outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    send: async ({ region, body, sessionToken }) => {
      const identity = { ...credentials, ...(sessionToken !== undefined && { sessionToken }) };
      const client = new SQSClient({ endpoint, region, credentials: identity, maxAttempts: 1 });
      const command = new SendMessageCommand({ QueueUrl: `${endpoint}/1/q`, MessageBody: body });
      await client.send(command).catch(() => {});
      client.destroy();
      return last;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function timeOf(text: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  return Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
}
