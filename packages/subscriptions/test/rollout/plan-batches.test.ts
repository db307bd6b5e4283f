import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planBatches } from '../../src/rollout/plan-batches.ts';

it('takes the smallest partners first, each batch with at most its share', () => {
  const volumes = { huge: 600, large: 250, middle: 90, small: 40, tiny: 10, least: 10 };
  expect(planBatches(volumes, [0.02, 0.15, 0.5, 1])).toEqual([
    { partnerIds: ['least', 'tiny'], volume: 20, share: 0.02 },
    { partnerIds: ['small', 'middle'], volume: 130, share: 0.13 },
    { partnerIds: ['large'], volume: 250, share: 0.25 },
    { partnerIds: ['huge'], volume: 600, share: 0.6 },
  ]);
});

it('goes on with the last share until all partners are in a batch', () => {
  const volumes = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`p${at}`, 1]));
  const batches = planBatches(volumes, [0.1, 0.3]);
  expect(batches.map(({ partnerIds }) => partnerIds.length)).toEqual([1, 3, 3, 3]);
});

it('gives a partner that is more than the last share a batch of its own', () => {
  expect(planBatches({ one: 1, all: 99 }, [0.1])).toEqual([
    { partnerIds: ['one'], volume: 1, share: 0.01 },
    { partnerIds: ['all'], volume: 99, share: 0.99 },
  ]);
});

it('has no batch without partners, and one for those who have no volume', () => {
  expect(planBatches({}, [0.5])).toEqual([]);
  expect(planBatches({ b: 0, a: 0 }, [0.5])).toEqual([
    { partnerIds: ['a', 'b'], volume: 0, share: 0 },
  ]);
});

it.each([
  [{ acme: -1 }, [1], 'the volume of acme'],
  [{ acme: Number.NaN }, [1], 'the volume of acme'],
  [{ acme: 1 }, [], 'shares must be an array'],
  [{ acme: 1 }, [0], 'more than 0'],
  [{ acme: 1 }, [1.1], 'at most 1'],
])('refuses %j in shares of %j', (volumes, shares, message) => {
  expect(() => planBatches(volumes, shares)).toThrow(
    expect.objectContaining({
      code: 'invalid_options',
      message: expect.stringContaining(message),
    }),
  );
});

it('puts every partner into exactly one batch, in ascending volume, none over its share', () => {
  const volumes = fc.dictionary(fc.string({ minLength: 1 }), fc.nat(1_000_000));
  const shares = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), {
    minLength: 1,
    maxLength: 5,
  });
  fc.assert(
    fc.property(volumes, shares, (given, limits) => {
      const batches = planBatches(given, limits);
      const ids = batches.flatMap(({ partnerIds }) => partnerIds);
      expect(ids.toSorted()).toEqual(Object.keys(given).toSorted());
      const inOrder = ids.map((id) => given[id] as number);
      expect(inOrder).toEqual(inOrder.toSorted((one, other) => one - other));
      const most = Math.max(...limits) + 1e-6;
      for (const { share, partnerIds } of batches) {
        expect(share <= most || partnerIds.length === 1).toBe(true);
      }
    }),
  );
});
