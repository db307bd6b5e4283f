import { expect, it } from 'vitest';
import { describeSummary, summarize } from '../summary.ts';

const counts = { attempts: 3, delivered: 2, duplicates: 0, badSignatures: 0, p50Ms: 5, p99Ms: 9 };

it('accounts for every hook: delivered, pending, or lost', () => {
  const summary = summarize({
    accepted: new Map([['bakery', ['a', 'b', 'c', 'd', 'e']]]),
    counts: [{ id: 'bakery', ...counts }],
    receipts: { bakery: ['a', 'b'] },
    contents: [{ pending: ['b', 'c'], deadLetters: ['d'] }],
  });
  expect(summary.partners).toEqual([
    { id: 'bakery', published: 5, delivered: 2, pending: 2, attempts: 3, p50Ms: 5, p99Ms: 9 },
  ]);
  expect(summary.lost).toBe(1);
});

it('adds up duplicates and bad signatures', () => {
  const summary = summarize({
    accepted: new Map(),
    counts: [
      { id: 'bakery', ...counts, duplicates: 1, badSignatures: 2 },
      { id: 'cinema', ...counts, duplicates: 3, badSignatures: 4 },
    ],
    receipts: {},
    contents: [],
  });
  expect(summary).toMatchObject({ duplicates: 4, badSignatures: 6, lost: 0 });
});

it('does not say that nothing was lost when something was', () => {
  const partners = [
    { id: 'bakery', published: 1, delivered: 0, pending: 0, attempts: 1, p50Ms: 0, p99Ms: 0 },
  ];
  const summary = { partners, lost: 1, duplicates: 0, badSignatures: 0 };
  expect(describeSummary(summary, false)).toContain('1 hooks were lost');
});
