import { afterEach, describe, expect, it, vi } from 'vitest';
import { generateKeyPair, generateSecret } from '../src/index.ts';
import { createWebVerificationKey } from '../src/web.ts';

describe('a verification key on WebCrypto', () => {
  afterEach(() => vi.restoreAllMocks());

  it('shows nothing of its secret', async () => {
    const secret = generateSecret();
    const key = await createWebVerificationKey(secret);
    expect(JSON.stringify(key)).toBe('{"version":"v1"}');
    expect(Object.isFrozen(key)).toBe(true);
  });

  it('is refused for the secret of a sender', () => {
    expect(() => createWebVerificationKey(generateKeyPair().secret)).toThrow(
      expect.objectContaining({ code: 'invalid_secret' }),
    );
  });

  it('tells of an algorithm that the runtime does not have', async () => {
    const cause = new Error('Ed25519 is not supported');
    vi.spyOn(crypto.subtle, 'importKey').mockRejectedValue(cause);
    await expect(createWebVerificationKey(generateKeyPair().publicKey)).rejects.toMatchObject({
      code: 'invalid_secret',
      message: 'The WebCrypto of this runtime takes no such key for Ed25519',
      cause,
    });
  });
});
