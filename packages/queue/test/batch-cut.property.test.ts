import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutBatches } from '../src/batch-cut.ts';

const mebibyte = 1_048_576;
const sizes = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: mebibyte }),
    fc.constantFrom(0, 1, mebibyte / 2, mebibyte - 1, mebibyte),
    fc.integer({ min: 1, max: 2_000 }),
  ),
  { maxLength: 40 },
);
const bytesOf = ({ bytes }: { readonly bytes: number }): number => bytes;
const toEntries = (list: readonly number[]) => list.map((bytes, index) => ({ bytes, index }));
const sum = (list: readonly { readonly bytes: number }[]): number =>
  list.reduce((total, { bytes }) => total + bytes, 0);

describe('cutBatches', () => {
  it('loses nothing and keeps the order', () => {
    fc.assert(
      fc.property(sizes.map(toEntries), (entries) => {
        expect([...cutBatches(entries, bytesOf)].flat()).toEqual(entries);
      }),
    );
  });

  it('makes no batch of more than ten entries or 1 MiB, and none that is empty', () => {
    fc.assert(
      fc.property(sizes.map(toEntries), (entries) => {
        for (const batch of cutBatches(entries, bytesOf)) {
          expect(batch.length).toBeGreaterThan(0);
          expect(batch.length).toBeLessThanOrEqual(10);
          expect(sum(batch)).toBeLessThanOrEqual(mebibyte);
        }
      }),
    );
  });

  it('cuts only where the next entry would not fit', () => {
    fc.assert(
      fc.property(sizes.map(toEntries), (entries) => {
        const batches = [...cutBatches(entries, bytesOf)];
        for (const [at, batch] of batches.slice(0, -1).entries()) {
          const next = batches[at + 1]?.[0]?.bytes ?? 0;
          expect(batch.length === 10 || sum(batch) + next > mebibyte).toBe(true);
        }
      }),
    );
  });

  it('gives an entry that is too large a batch of its own', () => {
    const entries = toEntries([5, mebibyte + 1, 5, 5]);
    expect([...cutBatches(entries, bytesOf)].map((batch) => batch.map(bytesOf))).toEqual([
      [5],
      [mebibyte + 1],
      [5, 5],
    ]);
  });
});
