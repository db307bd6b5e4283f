import { describe, expect, it } from 'vitest';
import type { AttemptResult } from '../packages/core/src/attempt-result.ts';
import { logAttempt } from '../packages/handler/src/attempt-log.ts';
import { createEmfMetrics } from '../packages/handler/src/emf-metrics.ts';
import { createJsonLogger } from '../packages/handler/src/json-logger.ts';
import { readText } from './workspace.ts';

const text = readText('docs/costs.md');
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.replaceAll('**', '').slice(2, -2).split(' | '));

/** The cells after the first one of the row of that name, or that begins with it. */
function cellsOf(name: string): readonly string[] {
  const begun = rows.filter(([first]) => first?.startsWith(name));
  const exact = begun.filter(([first]) => first === name);
  const [row, ...others] = exact.length > 0 ? exact : begun;
  if (row === undefined || others.length > 0) throw new Error(`docs/costs.md: not one row ${name}`);
  return row.slice(1);
}

/** Dollars for one, by the table of prices. */
function priceOf(name: string): number {
  const [price = '', unit = ''] = cellsOf(name);
  const per = Number(/^[\d,]+/.exec(unit)?.[0].replaceAll(',', ''));
  return Number(price.replace('$', '')) / per;
}

function dollars(amount: number, decimals = 2): string {
  return `$${amount.toFixed(decimals)}`;
}

const sqs = priceOf('SQS request');
const invocation = priceOf('Lambda request');
const gbSecond = priceOf('Lambda compute');
const logByte = priceOf('CloudWatch Logs') / 1e9;
const metric = priceOf('CloudWatch metric');
const alarm = priceOf('CloudWatch alarm');
const kms = priceOf('KMS request');

const memoryGb = 0.25;
const answerSeconds = 0.2;
const attemptBytes = 300;
const metricBytes = 450;
const monthSeconds = 30 * 86_400;
const pollSeconds = 20;

/** A delivery whose batch has `size` hooks: requests to SQS and Lambda, GB-seconds and bytes of log. */
function countDelivery(size: number): readonly [number, number, number, number] {
  const rounds = Math.ceil(size / 5);
  return [
    6 / size,
    1 / size,
    (memoryGb * answerSeconds * rounds) / size,
    attemptBytes + metricBytes / size,
  ];
}

function priceDelivery(size: number): number {
  const [requests, invocations, gbSeconds, bytes] = countDelivery(size);
  return requests * sqs + invocations * invocation + gbSeconds * gbSecond + bytes * logByte;
}

const idleLane = 5 * (monthSeconds / pollSeconds) * sqs;
const idleWorkedLane = (monthSeconds / pollSeconds) * sqs;
const stage = 5 * alarm + 10 * metric + idleLane;

describe('docs/costs.md', () => {
  it('counts and prices a delivery by its formulas', () => {
    const counts = [1, 10].map(countDelivery);
    const names = ['SQS requests:', 'Lambda requests', 'GB-seconds', 'bytes of log'];
    for (const [index, name] of names.entries()) {
      expect(cellsOf(name).slice(1)).toEqual(counts.map((count) => `${count[index]}`));
    }
    expect(cellsOf('a million hooks').slice(1)).toEqual(
      [1, 10].map((size) => dollars(1e6 * priceDelivery(size))),
    );
  });

  it('prices a hook that fails to the end by what is measured', () => {
    const [, attempts = '', lane = '', results = '', invocations = ''] =
      /^\| Hooklane \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|/m.exec(readText('docs/benchmarks.md')) ??
      [];
    const requests = Number(lane) + 3 * Number(results);
    const bytes = Number(attempts) * attemptBytes + Number(invocations) * metricBytes;
    const parts = [answerSeconds, 15].map((seconds) => [
      1_000 * requests * sqs,
      1_000 * Number(invocations) * invocation,
      1_000 * Number(attempts) * memoryGb * seconds * gbSecond,
      1_000 * bytes * logByte,
    ]);
    const names = [
      `SQS: ${requests} requests`,
      `Lambda: ${invocations} requests`,
      `compute: ${attempts} attempts`,
      `logs: ${attempts} × ${attemptBytes} + ${invocations} × ${metricBytes}`,
    ];
    for (const [index, name] of names.entries()) {
      expect(cellsOf(name)).toEqual(parts.map((part) => dollars(part[index] ?? Number.NaN, 4)));
    }
    const sums = parts.map((part) => part.reduce((sum, one) => sum + one, 0));
    expect(cellsOf('together')).toEqual(sums.map((sum) => dollars(sum, 4)));
  });

  it('prices a lane and a stage', () => {
    expect(cellsOf('idle, with a function')[1]).toBe(dollars(idleLane));
    expect(cellsOf('idle, worked by')[1]).toBe(dollars(idleWorkedLane));
    expect(cellsOf('three alarms of its own')[1]).toBe(dollars(3 * alarm));
    expect(cellsOf('reading its secret')[1]).toBe(dollars((monthSeconds / 300) * kms));
    expect(cellsOf('five alarms')[1]).toBe(dollars(5 * alarm));
    expect(cellsOf('metrics, if all ten')[1]).toBe(dollars(10 * metric));
    expect(cellsOf('polling the results')[1]).toBe(dollars(idleLane));
  });

  it('prices its examples', () => {
    const counts = [10, 100, 1_000];
    const deliveries = counts.map((partners) => partners * 30_000 * 1.01 * priceDelivery(1));
    const lanes = counts.map((partners) => partners * idleLane);
    const totals = counts.map((_, index) => stage + (deliveries[index] ?? 0) + (lanes[index] ?? 0));
    expect(cellsOf('deliveries')).toEqual(deliveries.map((sum) => dollars(sum)));
    expect(cellsOf('polling of the lanes')).toEqual(lanes.map((sum) => dollars(sum)));
    expect(cellsOf('the stage')).toEqual(counts.map(() => dollars(stage)));
    expect(cellsOf('all of it')).toEqual(totals.map((sum) => dollars(sum)));
    expect(cellsOf('with three alarms')).toEqual(
      totals.map((sum, index) => dollars(sum + (counts[index] ?? 0) * 3 * alarm)),
    );
    expect(cellsOf('for one partner')).toEqual(
      totals.map((sum, index) => dollars(sum / (counts[index] ?? 0))),
    );
    expect(text).toContain(`1,000 lanes are polled for ${dollars(1_000 * idleWorkedLane)} a month`);
  });

  it('counts no fewer bytes of log than are written', () => {
    const clock = { now: () => 1_795_702_886_193, sleep: () => Promise.resolve() };
    const lines: string[] = [];
    const write = (line: string) => lines.push(line);
    const result: AttemptResult = {
      v: 1,
      hookId: `msg_${'0'.repeat(32)}`,
      partnerId: 'acme',
      type: 'invoice.paid',
      host: 'hooks.acme.example',
      attempt: 1,
      startedAt: clock.now(),
      durationMs: 200,
      outcome: { kind: 'delivered', status: 200 },
      next: { kind: 'finish' },
    };
    logAttempt(result, createJsonLogger(clock, write));
    createEmfMetrics({ dimensions: { stage: 'prod' }, clock, write }).record({
      partnerId: 'acme',
      delivered: 10,
      failed: 0,
      exhausted: 0,
      rejected: 0,
      poison: 0,
      declined: 0,
      unsigned: 0,
      held: 0,
      durationsMs: Array.from({ length: 10 }, () => 200),
      delaysMs: Array.from({ length: 10 }, () => 20),
    });
    const [ofAttempt = 0, ofBatch = 0] = lines.map((line) => line.length);
    expect(ofAttempt).toBeLessThanOrEqual(attemptBytes);
    expect(ofBatch).toBeLessThanOrEqual(metricBytes);
  });
});
