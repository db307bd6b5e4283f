import { describe, expect, it } from 'vitest';
import { runCrashes } from './crash/crash-run.ts';
import { judge, type Observed } from './crash/oracle.ts';
import { createRandom } from './crash/random.ts';
import { createTemporaryDirectory } from './support/temporary-directory.ts';

const nothing: Observed = {
  accepted: new Set(),
  published: new Set(['msg_1']),
  delivered: new Set(),
  pending: new Set(),
  deadLetters: new Set(),
  results: new Set(),
  changed: new Set(),
};
const one = new Set(['msg_1']);

describe('the oracle of the crash test', () => {
  it.each<[string, Partial<Observed>]>([
    ['msg_1 is lost', { accepted: one }],
    ['msg_1 is lost', { accepted: one, results: one }],
    ['msg_1 left its lane without a result', { accepted: one, delivered: one }],
    ['msg_1 left its lane without a result', { accepted: one, deadLetters: one }],
    ['msg_1 came with another body', { changed: one }],
    ['msg_2 came from nowhere', { delivered: new Set(['msg_2']) }],
  ])('says that %s', (problem, seen) => {
    expect(judge({ ...nothing, ...seen })).toEqual([problem]);
  });

  it.each<[string, Partial<Observed>]>([
    ['delivered', { accepted: one, delivered: one, results: one }],
    ['delivered and still in the lane', { accepted: one, delivered: one, pending: one }],
    ['a dead letter', { accepted: one, deadLetters: one, results: one }],
    ['waiting', { accepted: one, pending: one }],
    ['not accepted, but there', { pending: one }],
    ['not accepted, and not there', {}],
  ])('is content with a hook that is %s', (_, seen) => {
    expect(judge({ ...nothing, ...seen })).toEqual([]);
  });
});

it('loses no hook to kill -9', async () => {
  using directory = createTemporaryDirectory();
  const report = await runCrashes({ rounds: 4, random: createRandom(7), dataDir: directory.path });
  expect(report.problems).toEqual([]);
  expect(report.hooks).toBeGreaterThan(24);
  expect(report.delivered + report.deadLetters).toBeGreaterThanOrEqual(report.hooks);
  expect(report.pending).toBe(0);
}, 40_000);
