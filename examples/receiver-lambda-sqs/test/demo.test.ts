import { expect, it } from 'vitest';
import { runDemo } from '../local/demo.ts';

it('processes each good webhook once, keeps the poison, refuses the forged one and loses none', async () => {
  const codes: string[] = [];
  const outcome = await runDemo({ maxReceiveCount: 2, log: ({ code }) => codes.push(code) });
  expect(outcome.answers.map(({ answer }) => answer)).toEqual([
    '200',
    '200',
    '401 signature_mismatch',
    '200',
    '200',
    '200',
    '500 internal_error',
    '200',
  ]);
  expect(outcome.orderIds.toSorted()).toEqual(['order-1', 'order-2', 'order-3', 'order-4']);
  // It failed at first, and came back.
  expect(outcome.orderIds.at(-1)).toBe('order-3');
  expect(outcome.deadLetterIds).toEqual(['no-json']);
  expect(outcome.lost).toEqual([]);
  expect(codes.toSorted()).toEqual([
    'Error',
    'QueueDoesNotExist',
    'invalid_payload',
    'invalid_payload',
    'signature_mismatch',
  ]);
});
