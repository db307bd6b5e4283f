import { isHooklaneError } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../src/filter-input.ts';
import { matchesFilter } from '../src/filter-match.ts';
import type { EventFilter } from '../src/index.ts';

const data = {
  amount: { value: 250, currency: 'EUR' },
  tags: ['a', 'b'],
  isTest: false,
  note: null,
  '': 1,
};

describe('matchesFilter', () => {
  it.each<[EventFilter, boolean]>([
    [{ 'amount.currency': 'EUR' }, true],
    [{ 'amount.currency': 'USD' }, false],
    [{ 'amount.value': 250, isTest: false }, true],
    [{ 'amount.value': 250, isTest: true }, false],
    [{ 'amount.value': '250' }, false],
    [{ note: null }, true],
    [{ missing: null }, false],
    [{ 'amount.currency': { in: ['USD', 'EUR'] } }, true],
    [{ 'amount.currency': { in: ['USD'] } }, false],
    [{ note: { in: [null] } }, true],
    [{ 'amount.value': { gte: 250, lt: 251 } }, true],
    [{ 'amount.value': { gt: 250 } }, false],
    [{ 'amount.value': { lte: 250 } }, true],
    [{ 'amount.value': { lt: 250 } }, false],
    [{ 'amount.currency': { gte: 0 } }, false],
    [{ missing: { gte: 0 } }, false],
    [{ note: { exists: true } }, true],
    [{ missing: { exists: false } }, true],
    [{ amount: { exists: false } }, false],
    [{ 'amount.value.cents': { exists: false } }, true],
    [{ 'tags.0': 'a' }, false],
    [{ 'tags.length': 2 }, false],
    [{ constructor: { exists: true } }, false],
    [{ 'constructor.name': 'Object' }, false],
    [{ 'amount.toString': { exists: true } }, false],
  ])('says of %j: %s', (filter, expected) => {
    expect(matchesFilter(parseFilter(filter), data)).toBe(expected);
  });

  it.each([null, 7, 'text', [data]])('finds nothing in data that is %j', (other) => {
    expect(matchesFilter({ amount: { exists: true } }, other)).toBe(false);
  });
});

describe('parseFilter', () => {
  const pollution: unknown = JSON.parse('{"__proto__":"x","amount":1}');
  it.each([
    null,
    [],
    'amount',
    {},
    { amount: undefined },
    { amount: Number.NaN },
    { amount: [] },
    { amount: {} },
    { amount: { in: [] } },
    { amount: { in: [{}] } },
    { amount: { in: Array.from({ length: 101 }, (_, index) => index) } },
    { amount: { gte: '1' } },
    { amount: { gte: 1, exists: true } },
    { amount: { between: 1 } },
    { amount: { exists: 'yes' } },
    { 'a..b': 1 },
    { '': 1 },
    { 'a.__proto__.b': 1 },
    { long: 'x'.repeat(1_025) },
    new Map([['amount', 1]]),
    Object.fromEntries(Array.from({ length: 33 }, (_, index) => [`a${index}`, 1])),
    pollution,
  ])('refuses %j', (filter) => {
    expect(() => parseFilter(filter)).toThrow(
      expect.toSatisfy((error) => isHooklaneError(error, 'invalid_filter')),
    );
  });

  it('copies what it was given, so that later changes of it do nothing', () => {
    const given = { amount: { in: [1, 2] } };
    const filter = parseFilter(given);
    given.amount.in.push(3);
    expect(matchesFilter(filter, { amount: 3 })).toBe(false);
  });
});
