import { createSigningKey, generateSecret, sign } from '@hooklane/signature';
import fc from 'fast-check';
import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { describe, expect, it } from 'vitest';
import { standardWebhooks, svix, verifySignature } from '../src/index.ts';

// Both libraries judge by the wall clock.
const nowSeconds = Math.floor(Date.now() / 1_000);
const secret = generateSecret();
const another = generateSecret();

// Both parse the body, so it is JSON; standardwebhooks signs text, so it is well-formed.
const bodies = fc
  .jsonValue()
  .map((value) => JSON.stringify(value))
  .filter((body) => body.isWellFormed());
const ids = fc.stringMatching(/^msg_[A-Za-z0-9]{1,40}$/);

const peers = [
  { name: 'standardwebhooks', Peer: StandardWebhook, prefix: 'webhook-', scheme: standardWebhooks },
  { name: 'svix', Peer: SvixWebhook, prefix: 'svix-', scheme: svix },
] as const;

describe.each(peers)('$name', ({ Peer, prefix, scheme }) => {
  const headersOf = (id: string, signature: string): Record<string, string> => ({
    [`${prefix}id`]: id,
    [`${prefix}timestamp`]: `${nowSeconds}`,
    [`${prefix}signature`]: signature,
  });
  const signed = (id: string, body: string, secrets: readonly string[]): Record<string, string> => {
    const message = { id, timestampSeconds: nowSeconds, body };
    return headersOf(id, sign(message, secrets.map(createSigningKey)));
  };

  it('verifies what we sign', () => {
    fc.assert(
      fc.property(ids, bodies, fc.boolean(), (id, body, isRotation) => {
        const secrets = isRotation ? [another, secret] : [secret];
        expect(() => new Peer(secret).verify(body, signed(id, body, secrets))).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });

  it('signs what we verify', () => {
    fc.assert(
      fc.property(ids, bodies, (id, body) => {
        const signature = new Peer(secret).sign(id, new Date(nowSeconds * 1_000), body);
        const request = { headers: headersOf(id, signature), body: Buffer.from(body) };
        for (const schemes of [[scheme], [standardWebhooks, svix]]) {
          const hook = verifySignature(request, { secrets: [another, secret], schemes });
          expect(hook).toMatchObject({ id, scheme: scheme.name });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('refuses what we refuse', () => {
    fc.assert(
      fc.property(ids, bodies, bodies, (id, body, other) => {
        fc.pre(body !== other);
        const headers = signed(id, body, [secret]);
        expect(() => new Peer(secret).verify(other, headers)).toThrow();
        const act = () =>
          verifySignature({ headers, body: other }, { secrets: secret, schemes: [scheme] });
        expect(act).toThrow(expect.objectContaining({ code: 'signature_mismatch' }));
      }),
      { numRuns: 100 },
    );
  });
});
