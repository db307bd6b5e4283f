import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHookQuery } from '../../src/stores/hook-range.ts';
import { encodeCursor, parseCursor } from '../../src/stores/page-cursor.ts';

const positions = fc.record({ createdAt: fc.maxSafeNat(), id: fc.string() });

describe('a cursor', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(positions, (position) => {
        expect(parseCursor(encodeCursor(position))).toEqual(position);
      }),
    );
  });

  it('of whatever text is one that was given, or is refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.json()), (text) => {
        try {
          expect(Number.isSafeInteger(parseCursor(text).createdAt)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid_cursor' });
        }
      }),
    );
  });

  it('never leads out of the time that is asked for', () => {
    fc.assert(
      fc.property(positions, fc.maxSafeNat(), (position, until) => {
        const { before } = parseHookQuery({ cursor: encodeCursor(position), until });
        expect(before.createdAt).toBe(Math.min(position.createdAt, until));
      }),
    );
  });
});
