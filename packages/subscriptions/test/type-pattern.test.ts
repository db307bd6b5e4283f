import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEventType, isTypePattern, matchesType } from '../src/type-pattern.ts';

describe('matchesType', () => {
  it.each([
    ['transfer.created', 'transfer.created', true],
    ['transfer.created', 'transfer.created.late', false],
    ['transfer.*', 'transfer.created', true],
    ['transfer.*', 'transfer.created.late', true],
    ['transfer.*', 'transfer', false],
    ['transfer.*', 'transfers.created', false],
    ['transfer.created.*', 'transfer.created.late', true],
    ['transfer.created.*', 'transfer.creation.late', false],
    ['*', 'transfer', true],
    ['*', 'transfer.created.late', true],
  ])('says of pattern %s and type %s: %s', (pattern, type, expected) => {
    expect(matchesType(pattern, type)).toBe(expected);
  });

  it('lets every part above a type match with a wildcard', () => {
    const part = fc.stringMatching(/^[A-Za-z0-9_:/-]{1,8}$/);
    fc.assert(
      fc.property(fc.array(part, { minLength: 2, maxLength: 6 }), (parts) => {
        const type = parts.join('.');
        expect(isEventType(type)).toBe(true);
        for (let depth = 1; depth < parts.length; depth += 1) {
          const pattern = `${parts.slice(0, depth).join('.')}.*`;
          expect(isTypePattern(pattern)).toBe(true);
          expect(matchesType(pattern, type)).toBe(true);
          expect(matchesType(pattern, `x${type}`)).toBe(false);
        }
      }),
    );
  });
});

describe('isTypePattern', () => {
  it.each(['transfer', 'a.b.c', 'a.*', 'a.b.*', '*', 'urn:a/b-c_d'])('takes %s', (pattern) => {
    expect(isTypePattern(pattern)).toBe(true);
  });

  it.each([
    '',
    '.',
    'a.',
    '.a',
    'a..b',
    '*.a',
    'a.*.b',
    'a*',
    '**',
    'a b',
    'é',
    'a'.repeat(129),
    7,
  ])('refuses %j', (pattern) => {
    expect(isTypePattern(pattern)).toBe(false);
  });
});
