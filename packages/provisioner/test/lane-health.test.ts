import type { GetMetricDataCommandInput } from '@aws-sdk/client-cloudwatch';
import { createFakeClock } from '@hooklane/core/testing';
import { describe, expect, it } from 'vitest';
import { createAws } from '../src/aws/aws.ts';
import { isWorse } from '../src/health-gate.ts';
import { type HealthWindow, readHealth } from '../src/lane-health.ts';
import { siteBeside } from '../src/site.ts';

const minuteMs = 60_000;
const queue = 'hooklane-prod-results';
const site = siteBeside('prod', queue, {
  url: `https://sqs.eu-west-1.amazonaws.com/1/${queue}`,
  arn: `arn:aws:sqs:eu-west-1:1:${queue}`,
});

/** A lane whose function fails ten times a minute and deletes nothing from a time on; before, it deletes a hundred. */
async function judge(window: HealthWindow, brokenFromMs: number, now: number) {
  const clock = createFakeClock(now);
  let pages = 0;
  const send = async ({ input }: { readonly input: GetMetricDataCommandInput }) => {
    pages += 1;
    const minutes: number[] = [];
    const [start, end] = [Number(input.StartTime), Number(input.EndTime)];
    for (let at = start; at < end; at += minuteMs) minutes.push(at);
    // A page has two minutes.
    const from = Number(input.NextToken ?? 0);
    const shown = minutes.slice(from, from + 2);
    return {
      NextToken: from + 2 < minutes.length ? String(from + 2) : undefined,
      MetricDataResults: input.MetricDataQueries?.map(({ Id, MetricStat }) => ({
        Id,
        Timestamps: shown.map((at) => new Date(at)),
        Values: shown.map((at) =>
          readingOf(MetricStat?.Metric?.MetricName ?? '', at >= brokenFromMs),
        ),
      })),
    };
  };
  const aws = createAws({
    clients: { cloudwatch: { send: send as never } },
    clock,
    random: () => 0,
    quotas: false,
    signal: undefined,
  });
  const context = { aws, clock, signal: undefined, report: () => {} };
  const lane = { partnerId: 'acme', deadLetters: 0, countDeadLetters: async () => 0 };
  const [health] = await readHealth([lane], window, { site, context });
  if (health === undefined) throw new Error('One lane was asked for');
  return { health, pages };
}

function readingOf(metric: string, isBroken: boolean): number {
  if (metric === 'Errors') return isBroken ? 10 : 0;
  if (metric === 'NumberOfMessagesDeleted') return isBroken ? 0 : 100;
  return 100;
}

describe('the health of a wave', () => {
  const from = Date.UTC(2026, 0, 1);

  it.each([0, 3, 6, 20])(
    'sees broken code also when changing all lanes took %i minutes',
    async (minutes) => {
      const until = from + minutes * minuteMs;
      const window = { changesFromMs: from, changesUntilMs: until, watchMs: 5 * minuteMs };
      const { health, pages } = await judge(window, from, until + 5 * minuteMs);
      expect(health).toMatchObject({ errorsBefore: 0, deletedBefore: 500, deleted: 0 });
      expect(health.errors).toBeGreaterThanOrEqual(50);
      expect(isWorse(health)).toBe(true);
      expect(pages).toBeGreaterThan(3);
    },
  );

  it('does not see what was wrong before', async () => {
    const window = { changesFromMs: from, changesUntilMs: from, watchMs: 5 * minuteMs };
    const { health } = await judge(window, 0, from + 5 * minuteMs);
    expect(health).toMatchObject({ errorsBefore: 50 });
  });
});
