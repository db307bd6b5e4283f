import { expect, it } from 'vitest';
import { HooklaneError } from '../../../packages/signature/src/index.ts';

it('makes an error that quotes a secret', () => {
  const error = new HooklaneError(
    'planted',
    'planted in error: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  );
  expect(error.code).toBe('planted');
});
