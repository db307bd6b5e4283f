import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { systemClock } from '@hooklane/core';
import { createFakeClock } from '@hooklane/core/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alarmToSlack } from '../../src/alarm/alarm-to-slack.ts';
import type { LogLinesQuery, ReadLogLines } from '../../src/alarm/log-lines.ts';
import { createLogsInsights } from '../../src/lambda.ts';
import { createInstantClock } from './instant-clock.ts';
import { readEventFile } from './read-events.ts';
import { type SlackStandIn, startSlack } from './slack-stand-in.ts';

let slack: SlackStandIn;

beforeEach(async () => {
  slack = await startSlack();
});

afterEach(() => slack[Symbol.asyncDispose]());

async function tell(name: string, readLogLines: ReadLogLines, clock = createInstantClock()) {
  await alarmToSlack(readEventFile(name), {
    slackUrl: async () => slack.url,
    readLogLines,
    clock,
    fetch: slack.fetch,
  });
  expect(slack.refused).toEqual([]);
  return JSON.stringify(slack.taken);
}

describe('the log lines of an alarm', () => {
  it('are those of its lane, from a quarter of an hour before it until now', async () => {
    const queries: LogLinesQuery[] = [];
    await tell('sns-metric', async (query) => {
      queries.push(query);
      return [];
    });
    expect(queries).toEqual([
      {
        logGroup: '/hooklane/prod/acme',
        fromMs: Date.parse('2026-03-04T04:51:07.123Z'),
        toMs: Date.parse('2026-03-04T05:06:10.000Z'),
        mostLines: 10,
        signal: expect.any(AbortSignal),
      },
    ]);
  });

  it.each(['sns-ok', 'sns-fleet', 'sns-text'])(
    'are not looked for where there are none: %s',
    async (name) => {
      let calls = 0;
      await tell(name, async () => {
        calls += 1;
        return [];
      });
      expect(calls).toBe(0);
    },
  );

  it('are ten at most, and short', async () => {
    const lines = Array.from({ length: 50 }, (_, index) => `line ${index} ${'x'.repeat(10_000)}`);
    const told = await tell('sns-metric', async () => lines);
    expect(told).not.toContain('line 39 ');
    expect(told).toContain('line 40 ');
    expect(told.length).toBeLessThan(6_000);
  });

  it('leave the alarm as it is when they cannot be read', async () => {
    const told = await tell('sns-metric', async () => {
      throw Object.assign(new Error('User arn:aws:sts::1:x is not authorized'), {
        name: 'AccessDeniedException',
      });
    });
    expect(told).toContain('Lines of `/hooklane/prod/acme` are missing: AccessDeniedException');
    expect(told).not.toContain('arn:aws:sts');
  });

  it('are waited for ten seconds, and no longer', async () => {
    const clock = createFakeClock();
    let signal: AbortSignal | undefined;
    let isOver = false;
    const telling = alarmToSlack(readEventFile('sns-metric'), {
      slackUrl: async () => slack.url,
      readLogLines: (query) => {
        signal = query.signal;
        return new Promise(() => {});
      },
      clock,
      fetch: slack.fetch,
    }).finally(() => {
      isOver = true;
    });
    await clock.advance(9_999);
    expect([isOver, clock.sleeping, signal?.aborted]).toEqual([false, 1, false]);
    await clock.advance(1);
    await telling;
    expect(signal?.aborted).toBe(true);
    expect(JSON.stringify(slack.taken)).toContain('the query took more than 10 seconds');
  });
});

const answerOf = (status: string | undefined, results: unknown) => ({
  status,
  ...(status === 'Complete' && { results }),
});

describe('createLogsInsights', () => {
  interface Call {
    readonly target: string;
    readonly input: Readonly<Record<string, unknown>>;
  }

  async function startLogs(statuses: string[]) {
    const calls: Call[] = [];
    const server = createServer(async (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk as Buffer);
      const target = String(incoming.headers['x-amz-target']).replace(/^.*\./, '');
      calls.push({ target, input: JSON.parse(Buffer.concat(chunks).toString()) });
      const results = ['newest', 'older'].map((value) => [
        { field: '@message', value },
        { field: '@ptr', value: 'p' },
      ]);
      outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
      outgoing.end(
        JSON.stringify(
          target === 'StartQuery' ? { queryId: 'query-1' } : answerOf(statuses.shift(), results),
        ),
      );
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = new CloudWatchLogsClient({
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    });
    return {
      calls,
      client,
      [Symbol.asyncDispose]: async () => {
        client.destroy();
        server.closeAllConnections();
        server.close();
        await once(server, 'close');
      },
    };
  }

  const query = {
    logGroup: '/hooklane/prod/acme',
    fromMs: 1_000_500,
    toMs: 2_000_500,
    mostLines: 10,
    signal: AbortSignal.timeout(60_000),
  };

  it('asks for lines of trouble within the time, no more than wanted, and waits for the answer', async () => {
    await using logs = await startLogs(['Scheduled', 'Running', 'Complete']);
    const clock = createInstantClock();
    expect(await createLogsInsights({ client: logs.client, clock })(query)).toEqual([
      'older',
      'newest',
    ]);
    expect(logs.calls.map(({ target }) => target)).toEqual([
      'StartQuery',
      'GetQueryResults',
      'GetQueryResults',
      'GetQueryResults',
    ]);
    expect(logs.calls[0]?.input).toEqual({
      logGroupName: '/hooklane/prod/acme',
      startTime: 1_000,
      endTime: 2_001,
      limit: 10,
      queryString: expect.stringMatching(
        /filter @message like .*warn\|error.* sort @timestamp desc/,
      ),
    });
    expect(clock.slept).toEqual([500, 500]);
  });

  it.each(['Failed', 'Timeout', 'Cancelled'])(
    'throws when the query ends as %s',
    async (status) => {
      await using logs = await startLogs([status]);
      const read = createLogsInsights({ client: logs.client, clock: createInstantClock() });
      await expect(read(query)).rejects.toMatchObject({ name: `Query${status}` });
    },
  );

  it('ends when nobody waits any more', async () => {
    await using logs = await startLogs(Array.from({ length: 1_000 }, () => 'Running'));
    const stop = new AbortController();
    const reading = createLogsInsights({ client: logs.client, clock: systemClock })({
      ...query,
      signal: stop.signal,
    });
    stop.abort(new Error('nobody waits'));
    await expect(reading).rejects.toThrow();
  });
});
