import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import { verifySignature } from '@hooklane/receiver';
import { generateSecret } from '@hooklane/signature';
import { verify as verifyOctokit } from '@octokit/webhooks-methods';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { Webhook as SvixWebhook } from 'svix';
import { bodyOf, signedHeaders } from './signed-request.ts';

/** One way to verify a request, ready to be called. */
export interface Verifier {
  readonly name: string;
  /** What it takes and gives: `text, JSON` takes text and parses it. */
  readonly note: string;
  readonly verify: () => unknown;
}

/** Who is compared with whom. */
export const names = {
  ours: 'verifySignature',
  oursParsed: 'verifySignature, then JSON.parse',
  floor: 'node:crypto, digest()',
  otherFloor: 'node:crypto, digest("base64")',
  standard: 'standardwebhooks',
} as const;

const secret = generateSecret();
const secretBytes = Buffer.from(secret.slice('whsec_'.length), 'base64');

/** All ways, for a body of that many bytes. Each verifies once, so that none is measured while it fails. */
export async function verifiersFor(bytes: number): Promise<readonly Verifier[]> {
  const body = bodyOf(bytes);
  const verifiers = [...floors(body), ...ours(body), ...peers(body)];
  for (const { name, verify } of verifiers) {
    if ((await verify()) === false)
      throw new Error(`${name} refuses a request that is signed well`);
  }
  return verifiers;
}

// What nobody can do without, with the key imported once: the MAC over id, time and body, and the comparison.
function floors(body: Buffer): Verifier[] {
  const headers = signedHeaders(body, secret);
  const key = createSecretKey(secretBytes);
  const prefix = `${headers['webhook-id']}.${headers['webhook-timestamp']}.`;
  const received = `${headers['webhook-signature']}`.slice('v1,'.length);
  const mac = () => createHmac('sha256', key).update(prefix).update(body);
  return [
    {
      name: names.floor,
      note: 'floor',
      verify: () => timingSafeEqual(mac().digest(), Buffer.from(received, 'base64')),
    },
    {
      name: names.otherFloor,
      note: 'floor',
      verify: () => timingSafeEqual(Buffer.from(mac().digest('base64')), Buffer.from(received)),
    },
  ];
}

function ours(body: Buffer): Verifier[] {
  const headers = signedHeaders(body, secret);
  const options = { secrets: secret };
  const text = body.toString();
  return [
    { name: names.ours, note: 'bytes', verify: () => verifySignature({ headers, body }, options) },
    {
      name: names.oursParsed,
      note: 'text, JSON',
      verify: () => JSON.parse(verifySignature({ headers, body: text }, options).body),
    },
  ];
}

function peers(body: Buffer): Verifier[] {
  const text = body.toString();
  const headers = signedHeaders(body, secret);
  const svixHeaders = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]),
  );
  const standard = new StandardWebhook(secret);
  const svix = new SvixWebhook(secret);
  const { webhooks } = new Stripe('sk_test_none');
  const stripeHeader = webhooks.generateTestHeaderString({ payload: text, secret });
  const sha256 = `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;
  return [
    { name: names.standard, note: 'text, JSON', verify: () => standard.verify(text, headers) },
    { name: 'svix', note: 'text', verify: () => svix.verify(text, svixHeaders) },
    {
      name: 'stripe',
      note: 'text, JSON; its own scheme',
      verify: () => webhooks.constructEvent(text, stripeHeader, secret),
    },
    {
      name: '@octokit/webhooks-methods',
      note: 'text, async; body only',
      verify: () => verifyOctokit(secret, text, sha256),
    },
  ];
}
