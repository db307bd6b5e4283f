import type { SecretStore } from '@hooklane/core';
import { createFakeClock } from '@hooklane/core/testing';
import { createSigningKey, type SigningKey, sign } from '@hooklane/signature';
import { describe, expect, it } from 'vitest';
import { createKeyRing, type SigningKeys } from '../src/key-ring.ts';

const older = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';
const newer = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const minute = 60_000;

type Read = (
  read: number,
  signal: AbortSignal | undefined,
) => readonly string[] | Promise<readonly string[]>;

/** A key ring on a store that answers its reads by their number, from 1. */
function createRing(answer: Read) {
  const clock = createFakeClock();
  const reads: string[] = [];
  const store: SecretStore = {
    getSecrets: async (partnerId, options) => {
      reads.push(partnerId);
      return answer(reads.length, options?.signal);
    },
  };
  return { clock, reads, ring: createKeyRing(store, clock) };
}

const down = (): never => {
  throw new Error('down');
};

function signaturesOf(keys: readonly SigningKey[]): string {
  return sign({ id: 'msg_1', timestampSeconds: 1, body: Buffer.from('{}') }, keys);
}

function expectKeysOf(signing: SigningKeys, secrets: readonly string[]): void {
  if (!signing.ok) throw new Error(`There are no keys: ${signing.code}`);
  expect(signaturesOf(signing.keys)).toBe(signaturesOf(secrets.map((s) => createSigningKey(s))));
}

describe('a key ring', () => {
  it('gives a key for each secret, in the order of the store', async () => {
    const { ring } = createRing(() => [newer, older]);
    expectKeysOf(await ring.keysOf('acme'), [newer, older]);
  });

  it('asks the store once for hooks that come together and for five minutes after', async () => {
    const { ring, clock, reads } = createRing(() => [newer]);
    await Promise.all([ring.keysOf('acme'), ring.keysOf('acme')]);
    await clock.advance(5 * minute - 1);
    await ring.keysOf('acme');
    expect(reads).toEqual(['acme']);
  });

  it('uses a new secret five minutes after the last look', async () => {
    const { ring, clock } = createRing((read) => (read === 1 ? [older] : [newer, older]));
    await ring.keysOf('acme');
    await clock.advance(5 * minute);
    expectKeysOf(await ring.keysOf('acme'), [newer, older]);
  });

  it('keeps the keys of partners apart', async () => {
    const { ring, reads } = createRing((read) => (read === 1 ? [older] : [newer]));
    expectKeysOf(await ring.keysOf('acme'), [older]);
    expectKeysOf(await ring.keysOf('globex'), [newer]);
    expectKeysOf(await ring.keysOf('acme'), [older]);
    expect(reads).toEqual(['acme', 'globex']);
  });

  it.each([
    ['secret_missing', 'has no secret', () => []],
    ['secret_invalid', 'has a secret that is none', () => ['not a secret']],
    ['secret_invalid', 'has one good secret and one bad', () => [newer, 'whsec_']],
    ['secret_invalid', 'has more secrets than a header holds', () => Array(17).fill(newer)],
    ['secret_unavailable', 'cannot be looked up', down],
  ])('says %s when a partner %s', async (code, _, answer) => {
    const { ring } = createRing(answer);
    expect(await ring.keysOf('acme')).toEqual({ ok: false, code });
  });

  it('signs with sixteen secrets, the most a header holds', async () => {
    const { ring } = createRing(() => Array(16).fill(newer));
    expect(await ring.keysOf('acme')).toMatchObject({ ok: true });
  });

  it('leaves a store that failed alone for five seconds', async () => {
    const { ring, clock, reads } = createRing((read) => (read === 1 ? down() : [newer]));
    await ring.keysOf('acme');
    await clock.advance(4_999);
    expect(await ring.keysOf('acme')).toMatchObject({ ok: false });
    expect(reads).toHaveLength(1);
    await clock.advance(1);
    expectKeysOf(await ring.keysOf('acme'), [newer]);
  });

  it('goes on with the keys it knows while the store is down', async () => {
    const { ring, clock, reads } = createRing((read) => (read === 1 ? [newer] : down()));
    await ring.keysOf('acme');
    await clock.advance(5 * minute);
    expectKeysOf(await ring.keysOf('acme'), [newer]);
    await clock.advance(5_000);
    expectKeysOf(await ring.keysOf('acme'), [newer]);
    expect(reads).toHaveLength(3);
  });

  it('signs no more with keys that the store has taken away', async () => {
    const { ring, clock } = createRing((read) => (read === 1 ? [newer] : []));
    await ring.keysOf('acme');
    await clock.advance(5 * minute);
    expect(await ring.keysOf('acme')).toEqual({ ok: false, code: 'secret_missing' });
  });

  it('gives up a store that hangs for five seconds, and tells it so', async () => {
    let signal: AbortSignal | undefined;
    const { ring, clock } = createRing((_, given) => {
      signal = given;
      return new Promise(() => {});
    });
    const keys = ring.keysOf('acme');
    await clock.advance(4_999);
    expect(signal?.aborted).toBe(false);
    await clock.advance(1);
    expect(await keys).toEqual({ ok: false, code: 'secret_unavailable' });
    expect(signal?.aborted).toBe(true);
  });

  it('leaves no timer behind once the store has answered', async () => {
    const { ring, clock } = createRing(() => [newer]);
    await ring.keysOf('acme');
    expect(clock.sleeping).toBe(0);
  });
});
