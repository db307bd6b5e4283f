import { describe, expect, it } from 'vitest';
import { HooklaneError, isHooklaneError, parseStage } from '../src/index.ts';
import { refusalOf } from './refusal.ts';

describe('HooklaneError', () => {
  it('has a name that survives minification, a code, a message and a cause', () => {
    const cause = new Error('why');
    const error = new HooklaneError('invalid_stage', 'No such stage', { cause });
    expect(error).toMatchObject({ name: 'HooklaneError', code: 'invalid_stage', cause });
    expect(String(error)).toBe('HooklaneError: No such stage');
    expect(error).toBeInstanceOf(Error);
  });
});

describe('isHooklaneError', () => {
  it('knows its own', () => {
    const error = refusalOf(() => parseStage('Prod'), 'invalid_stage');
    expect(isHooklaneError(error)).toBe(true);
    expect(isHooklaneError(error, 'invalid_stage')).toBe(true);
    expect(isHooklaneError(error, 'invalid_policy')).toBe(false);
  });

  it('knows those of another copy of the package', () => {
    // What a second copy has in common with this one: all but the class.
    class HooklaneErrorOfAnotherCopy extends Error {
      override readonly name = 'HooklaneError';
      readonly isHooklaneError = true;
      readonly code = 'invalid_stage';
    }
    const error = new HooklaneErrorOfAnotherCopy('No such stage');
    expect(error instanceof HooklaneError).toBe(false);
    expect(isHooklaneError(error)).toBe(true);
    expect(isHooklaneError(error, 'invalid_stage')).toBe(true);
  });

  it.each([
    undefined,
    null,
    'HooklaneError',
    { isHooklaneError: true, code: 'invalid_stage' },
    new Error('invalid_stage'),
    Object.assign(new Error('x'), { code: 'invalid_stage' }),
    Object.assign(new Error('x'), { isHooklaneError: true }),
    Object.assign(new Error('x'), { isHooklaneError: 'yes', code: 'invalid_stage' }),
  ])('does not know %o', (error) => {
    expect(isHooklaneError(error)).toBe(false);
  });
});
