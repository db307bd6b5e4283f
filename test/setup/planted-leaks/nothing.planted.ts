import { expect, it } from 'vitest';
import { createSigningKey, HooklaneError } from '../../../packages/signature/src/index.ts';

it('shows nothing', () => {
  createSigningKey('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw');
  process.stderr.write('nothing\n');
  expect(new HooklaneError('planted', 'whsec_…').message).toBe('whsec_…');
});
