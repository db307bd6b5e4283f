import { expect, it } from 'vitest';
import { accountFor, reportSteps } from '../step-report.ts';
import type { PublishedHook } from '../traffic.ts';

const published: readonly PublishedHook[] = [
  { hookId: 'a', partnerId: 'acme', path: 'legacy', step: 0 },
  { hookId: 'b', partnerId: 'tortoise', path: 'legacy', step: 0 },
  { hookId: 'c', partnerId: 'acme', path: 'hooklane', step: 1 },
  { hookId: 'd', partnerId: 'bakery', path: 'legacy', step: 1 },
];
const receipts = [
  { hookId: 'a', partnerId: 'acme', path: 'legacy', delayMs: 900 },
  { hookId: 'b', partnerId: 'tortoise', path: 'legacy', delayMs: 1_000 },
  { hookId: 'c', partnerId: 'acme', path: 'hooklane', delayMs: 5 },
] as const;

it('counts by step and path, and keeps the slow partner out of the p99 of the others', () => {
  expect(reportSteps(['first', 'second'], { published, receipts })).toEqual([
    {
      name: 'first',
      legacy: { hooks: 2, p99Ms: 900 },
      hooklane: { hooks: 0, p99Ms: undefined },
      slowP99Ms: 1_000,
    },
    {
      name: 'second',
      legacy: { hooks: 1, p99Ms: undefined },
      hooklane: { hooks: 1, p99Ms: 5 },
      slowP99Ms: undefined,
    },
  ]);
});

it('tells what was lost and what came twice', () => {
  const twice = [...receipts, { ...receipts[0], path: 'hooklane' } as const];
  expect(accountFor(published, twice)).toEqual({ published: 4, delivered: 3, lost: 1, doubled: 1 });
});
