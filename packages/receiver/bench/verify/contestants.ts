import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { verifySignature } from '@hooklane/receiver';
import { createSigningKey, generateSecret, sign } from '@hooklane/signature';
import { loadPeer, type PeerName } from './peers.ts';

/** One way to verify a request, ready to be called. */
export interface Contestant {
  readonly name: string;
  readonly note: string;
  readonly peer?: PeerName;
  readonly verify: () => unknown;
}

interface Webhook {
  verify(payload: string, headers: Record<string, string>): unknown;
}

type StripeClass = new (
  key: string,
) => {
  readonly webhooks: {
    constructEvent(payload: string, header: string, secret: string): unknown;
    generateTestHeaderString(options: { payload: string; secret: string }): string;
  };
};

const secret = generateSecret();
const secretBytes = Buffer.from(secret.slice('whsec_'.length), 'base64');

/** A body of JSON with that many bytes. */
function bodyOf(bytes: number): Buffer {
  const frame = JSON.stringify({ type: 'bench', data: '' });
  return Buffer.from(JSON.stringify({ type: 'bench', data: 'a'.repeat(bytes - frame.length) }));
}

/** All ways, for one body. Each verifies once, so that none is measured while it fails. */
export async function contestantsFor(bytes: number): Promise<readonly Contestant[]> {
  const body = bodyOf(bytes);
  const contestants = [...floors(body), ...ours(body), ...(await peers(body))];
  for (const { name, verify } of contestants) {
    if ((await verify()) === false)
      throw new Error(`${name} refuses a request that is signed well`);
  }
  return contestants;
}

function signedHeaders(body: Buffer): Record<string, string> {
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

// What nobody can do without, with the key imported once: the MAC over id, time and body, and the comparison.
function floors(body: Buffer): Contestant[] {
  const headers = signedHeaders(body);
  const key = createSecretKey(secretBytes);
  const prefix = `${headers['webhook-id']}.${headers['webhook-timestamp']}.`;
  const received = `${headers['webhook-signature']}`.slice('v1,'.length);
  const mac = () => createHmac('sha256', key).update(prefix).update(body);
  return [
    {
      name: 'node:crypto, digest()',
      note: 'floor',
      verify: () => timingSafeEqual(mac().digest(), Buffer.from(received, 'base64')),
    },
    {
      name: 'node:crypto, digest("base64")',
      note: 'floor',
      verify: () => timingSafeEqual(Buffer.from(mac().digest('base64')), Buffer.from(received)),
    },
  ];
}

function ours(body: Buffer): Contestant[] {
  const headers = signedHeaders(body);
  const options = { secrets: secret };
  const text = body.toString();
  return [
    {
      name: 'verifySignature',
      note: 'bytes',
      verify: () => verifySignature({ headers, body }, options),
    },
    {
      name: 'verifySignature, then JSON.parse',
      note: 'text, JSON',
      verify: () => JSON.parse(verifySignature({ headers, body: text }, options).body),
    },
  ];
}

async function peers(body: Buffer): Promise<Contestant[]> {
  const text = body.toString();
  const headers = signedHeaders(body);
  const svixHeaders = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]),
  );
  type WebhookModule = { Webhook: new (secret: string) => Webhook };
  const standard = new (await loadPeer<WebhookModule>('standardwebhooks')).Webhook(secret);
  const svix = new (await loadPeer<WebhookModule>('svix')).Webhook(secret);
  return [
    {
      name: 'standardwebhooks',
      peer: 'standardwebhooks',
      note: 'text, JSON',
      verify: () => standard.verify(text, headers),
    },
    { name: 'svix', peer: 'svix', note: 'text', verify: () => svix.verify(text, svixHeaders) },
    await stripe(text),
    await octokit(text),
  ];
}

async function stripe(text: string): Promise<Contestant> {
  const loaded = await loadPeer<{ default: StripeClass }>('stripe');
  const { webhooks } = new loaded.default('sk_test_none');
  const header = webhooks.generateTestHeaderString({ payload: text, secret });
  return {
    name: 'stripe',
    peer: 'stripe',
    note: 'text, JSON; its own scheme',
    verify: () => webhooks.constructEvent(text, header, secret),
  };
}

async function octokit(text: string): Promise<Contestant> {
  const { verify } = await loadPeer<{
    verify(secret: string, payload: string, signature: string): Promise<boolean>;
  }>('@octokit/webhooks-methods');
  const signature = `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;
  return {
    name: '@octokit/webhooks-methods',
    peer: '@octokit/webhooks-methods',
    note: 'text, async; body only',
    verify: () => verify(secret, text, signature),
  };
}
