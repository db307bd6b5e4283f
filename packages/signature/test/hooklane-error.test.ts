import { describe, expect, it } from 'vitest';
import { HooklaneError, isHooklaneError } from '../src/index.ts';

describe('isHooklaneError', () => {
  it('knows an error of this copy of the package', () => {
    const error = new HooklaneError('invalid_secret', 'text', { cause: 'cause' });
    expect(isHooklaneError(error)).toBe(true);
    expect(isHooklaneError(error, 'invalid_secret')).toBe(true);
    expect(isHooklaneError(error, 'invalid_body')).toBe(false);
    expect(error).toMatchObject({ name: 'HooklaneError', message: 'text', cause: 'cause' });
  });

  it('knows an error of another copy of the package', () => {
    const foreign = Object.assign(new Error('text'), { isHooklaneError: true, code: 'a' });
    expect(isHooklaneError(foreign, 'a')).toBe(true);
  });

  it('does not take anything else for one', () => {
    for (const value of [new Error('text'), { isHooklaneError: true, code: 'a' }, null, 'text']) {
      expect(isHooklaneError(value)).toBe(false);
    }
  });
});
