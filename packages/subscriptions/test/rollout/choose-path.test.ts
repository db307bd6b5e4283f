import fc from 'fast-check';
import { expect, it } from 'vitest';
import { choosePath, percentileOf } from '../../src/rollout/choose-path.ts';
import type { Route, RoutePath } from '../../src/rollout/route.ts';

const byPercentage = (percentage: number): Route => ({
  kind: 'percentage',
  percentage,
  version: 1,
});
const ofPartner = (partnerId: string, path: RoutePath): Route => ({
  kind: 'partner',
  partnerId,
  path,
  version: 1,
});
const many = Array.from({ length: 10_000 }, (_, index) => `partner-${index}`);

it('leaves everybody on the legacy path at first', () => {
  expect(choosePath('acme', [])).toBe('legacy');
});

it('takes nobody at 0 percent and everybody at 100', () => {
  expect(many.some((id) => choosePath(id, [byPercentage(0)]) === 'hooklane')).toBe(false);
  expect(many.every((id) => choosePath(id, [byPercentage(100)]) === 'hooklane')).toBe(true);
});

it('lets the route of a partner go before the percentage, in whichever order they come', () => {
  const back = [byPercentage(100), ofPartner('acme', 'legacy')];
  const ahead = [ofPartner('acme', 'hooklane'), byPercentage(0)];
  expect(choosePath('acme', back)).toBe('legacy');
  expect(choosePath('acme', back.toReversed())).toBe('legacy');
  expect(choosePath('acme', ahead)).toBe('hooklane');
  expect(choosePath('acme', ahead.toReversed())).toBe('hooklane');
  expect(choosePath('globex', back)).toBe('hooklane');
});

it('only adds partners when the percentage is raised', () => {
  const percentage = fc.double({ min: 0, max: 100, noNaN: true });
  fc.assert(
    fc.property(fc.string(), percentage, percentage, (partnerId, one, other) => {
      const [lower, higher] = [Math.min(one, other), Math.max(one, other)];
      if (choosePath(partnerId, [byPercentage(lower)]) === 'hooklane') {
        expect(choosePath(partnerId, [byPercentage(higher)])).toBe('hooklane');
      }
    }),
  );
});

it.each([1, 10, 50, 90])('takes about %i percent of many partners', (percentage) => {
  const taken = many.filter((id) => choosePath(id, [byPercentage(percentage)]) === 'hooklane');
  expect(Math.abs(taken.length / 100 - percentage)).toBeLessThan(1.5);
});

it('gives a partner the same place in every version of this code', () => {
  // A partner must not change its path because a process has newer code than another.
  expect(percentileOf('acme')).toBeCloseTo(50.84717, 5);
  expect(percentileOf('globex')).toBeCloseTo(35.84233, 5);
});
