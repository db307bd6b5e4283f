import type { BatchMetrics } from '@hooklane/core';
import { createFakeClock } from '@hooklane/core/testing';
import { describe, expect, it } from 'vitest';
import { createEmfMetrics, type EmfMetricsOptions } from '../src/index.ts';

const quiet: BatchMetrics = {
  partnerId: 'acme',
  delivered: 0,
  failed: 0,
  exhausted: 0,
  rejected: 0,
  poison: 0,
  declined: 0,
  unsigned: 0,
  held: 0,
  durationsMs: [],
  delaysMs: [],
};

function record(batch: Partial<BatchMetrics>, options: EmfMetricsOptions = {}) {
  const lines: string[] = [];
  const clock = createFakeClock();
  const metrics = createEmfMetrics({ ...options, clock, write: (line) => void lines.push(line) });
  metrics.record({ ...quiet, ...batch });
  return { lines, line: JSON.parse(lines[0] ?? '{}'), now: clock.now() };
}

describe('createEmfMetrics', () => {
  it('writes a batch as one line, with the partner as a property and no dimension', () => {
    const { lines, line, now } = record(
      { delivered: 8, failed: 2, exhausted: 1, durationsMs: [12, 7], delaysMs: [3, 0] },
      { dimensions: { stage: 'prod' } },
    );
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^[^\n]+\n$/);
    expect(line).toEqual({
      _aws: {
        Timestamp: now,
        CloudWatchMetrics: [
          {
            Namespace: 'Hooklane',
            Dimensions: [['stage']],
            Metrics: [
              { Name: 'delivered', Unit: 'Count' },
              { Name: 'failed', Unit: 'Count' },
              { Name: 'exhausted', Unit: 'Count' },
              { Name: 'durationsMs', Unit: 'Milliseconds' },
              { Name: 'delaysMs', Unit: 'Milliseconds' },
            ],
          },
        ],
      },
      stage: 'prod',
      partnerId: 'acme',
      delivered: 8,
      failed: 2,
      exhausted: 1,
      durationsMs: [12, 7],
      delaysMs: [3, 0],
    });
  });

  it('keeps the rules of the format for any batch', () => {
    const { line } = record({ delivered: 150, held: 3, durationsMs: Array(150).fill(1) });
    const [directive] = line._aws.CloudWatchMetrics;
    expect(directive.Dimensions).toEqual([[]]);
    for (const { Name } of directive.Metrics) {
      const value = line[Name];
      expect(Array.isArray(value) ? value.length <= 100 : Number.isFinite(value)).toBe(true);
    }
  });

  it('shows zeros of what alarms divide by, and of nothing else', () => {
    const { line } = record({ held: 4 });
    expect(Object.keys(line)).toEqual(['_aws', 'partnerId', 'delivered', 'failed', 'held']);
  });

  it.each<[string, unknown]>([
    ['namespace', ''],
    ['namespace', 'a b'],
    ['dimensions', { stage: '' }],
    ['dimensions', { '': 'prod' }],
    ['dimensions', Object.fromEntries(Array.from({ length: 31 }, (_, at) => [`d${at}`, 'x']))],
  ])('refuses the %s %j', (name, value) => {
    expect(() => createEmfMetrics({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    );
  });
});
