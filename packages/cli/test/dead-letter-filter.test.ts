import { createHook, encodeHook } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { type DeadLetterFilterOptions, deadLetterFilter } from '../src/dead-letter-filter.ts';

const hook = createHook(
  { partnerId: 'acme', url: 'https://acme.example/', type: 'order.paid', body: '{}' },
  { now: 0, newId: () => 'msg_1' },
);
const letters = {
  exhausted: { body: encodeHook(hook), attributes: { reason: 'exhausted' } },
  rejected: { body: encodeHook(hook), attributes: { reason: 'rejected' } },
  poison: { body: 'no hook', attributes: { reason: 'poison' } },
  'moved by SQS': { body: encodeHook(hook), attributes: {} },
  'poison moved by SQS': { body: 'no hook', attributes: {} },
  'of a newer version': {
    body: JSON.stringify({ ...JSON.parse(encodeHook(hook)), v: 2 }),
    attributes: {},
  },
};

function taken(options: DeadLetterFilterOptions): readonly string[] {
  const filter = deadLetterFilter(options);
  return Object.entries(letters).flatMap(([name, letter]) => (filter(letter) ? [name] : []));
}

describe('deadLetterFilter', () => {
  it('takes all but poison, which would come back', () => {
    expect(taken({})).toEqual(['exhausted', 'rejected', 'moved by SQS', 'of a newer version']);
  });

  it('takes only the reasons that were asked for', () => {
    expect(taken({ reasons: ['exhausted'] })).toEqual(['exhausted']);
    expect(taken({ reasons: ['none'] })).toEqual(['moved by SQS', 'of a newer version']);
  });

  it('takes for poison whatever is no hook', () => {
    expect(taken({ reasons: ['poison'] })).toEqual(['poison', 'poison moved by SQS']);
  });

  it('takes only hooks whose type it can read and that is the one asked for', () => {
    expect(taken({ type: 'order.paid' })).toEqual(['exhausted', 'rejected', 'moved by SQS']);
    expect(taken({ type: 'order.lost' })).toEqual([]);
  });
});
