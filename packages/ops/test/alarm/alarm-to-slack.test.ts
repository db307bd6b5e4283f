import { isHooklaneError } from '@hooklane/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alarmToSlack } from '../../src/alarm/alarm-to-slack.ts';
import { createInstantClock, type InstantClock } from './instant-clock.ts';
import { readEventFile } from './read-events.ts';
import { type SlackStandIn, startSlack } from './slack-stand-in.ts';

let slack: SlackStandIn;
let clock: InstantClock;

beforeEach(async () => {
  slack = await startSlack();
  clock = createInstantClock();
});

afterEach(() => slack[Symbol.asyncDispose]());

const tell = (event: unknown, more: object = {}) =>
  alarmToSlack(event, {
    slackUrl: async () => slack.url,
    clock,
    random: () => 0,
    fetch: slack.fetch,
    ...more,
  });

const metric = readEventFile('sns-metric');
const recordOf = (name: string): unknown =>
  (readEventFile(name) as { readonly Records: readonly unknown[] }).Records[0];
const textsOf = (): readonly string[] => slack.taken.map(({ text }) => text);

async function failureOf(work: Promise<unknown>): Promise<Error & { readonly code?: string }> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Error) return error;
  throw new Error('It did not fail');
}

describe('alarmToSlack, while Slack is busy or has a fault', () => {
  it('waits as long as Slack asks and posts again', async () => {
    slack.answers.push({ status: 429, headers: { 'retry-after': '7' }, body: 'rate_limited' });
    expect(await tell(metric)).toEqual({ posted: 1 });
    expect(clock.slept).toEqual([7_000]);
    expect(slack.taken).toHaveLength(1);
  });

  it('waits longer each time after a fault', async () => {
    slack.answers.push({ status: 500 }, { status: 503 }, { status: 502 });
    expect(await tell(metric)).toEqual({ posted: 1 });
    expect(clock.slept).toEqual([500, 1_000, 2_000]);
  });

  it('throws when Slack stays down, after five tries', async () => {
    slack.answers.push(...Array.from({ length: 20 }, () => ({ status: 500 })));
    const error = await failureOf(tell(metric));
    expect(isHooklaneError(error, 'slack_post_failed')).toBe(true);
    expect(error.message).toContain('Slack took 0 of 1 messages. Slack answered 500');
    expect(slack.requests()).toBe(5);
    // Called again, as Lambda does: nothing was lost.
    slack.answers.length = 0;
    expect(await tell(metric)).toEqual({ posted: 1 });
  });

  it('throws at once when Slack asks for more time than a function has', async () => {
    slack.answers.push({ status: 429, headers: { 'retry-after': '3600' } });
    expect((await failureOf(tell(metric))).code).toBe('slack_post_failed');
    expect(slack.requests()).toBe(1);
    expect(clock.slept).toEqual([]);
  });

  it('waits for half a minute at most, all waits together', async () => {
    const busy = { status: 429, headers: { 'retry-after': '20' } };
    slack.answers.push(busy, busy, busy);
    expect((await failureOf(tell(metric))).message).toContain('Slack answered 429');
    expect(clock.slept).toEqual([20_000]);
    expect(slack.requests()).toBe(2);
  });

  it('tries again after a broken connection, and names its code and not the URL', async () => {
    const { url } = slack;
    let calls = 0;
    const fetch = async (): Promise<Response> => {
      calls += 1;
      const cause = Object.assign(new Error(`connect ECONNREFUSED ${url}`), {
        code: 'ECONNREFUSED',
      });
      throw new TypeError('fetch failed', { cause });
    };
    const error = await failureOf(tell(metric, { fetch }));
    expect(error.message).toContain('Slack could not be reached: ECONNREFUSED');
    expect(calls).toBe(5);
    expect(showAll(error)).not.toContain('a-secret');
  });

  it.each([403, 404, 410, 302])('does not try again after %i', async (status) => {
    slack.answers.push({ status, headers: { location: 'https://elsewhere.example/' } });
    const error = await failureOf(tell(metric));
    expect(error.message).toContain(`Slack answered ${status} error`);
    expect(slack.requests()).toBe(1);
  });

  it('posts a plain line when Slack refuses the blocks', async () => {
    slack.answers.push({ status: 400, body: 'invalid_blocks' });
    expect(await tell(metric)).toEqual({ posted: 1 });
    expect(slack.taken).toEqual([{ text: '🚨 ALARM: hooklane-prod-acme-age' }]);
  });

  it('stops when it is told to', async () => {
    slack.answers.push({ status: 500 });
    const stop = new AbortController();
    const stopping = { ...clock, sleep: async () => stop.abort(new Error('stop')) };
    await expect(tell(metric, { signal: stop.signal, clock: stopping })).rejects.toThrow('stop');
    expect(slack.taken).toEqual([]);
  });
});

describe('alarmToSlack, given several records', () => {
  const Records = ['sns-metric', 'sns-text', 'sns-ok'].map(recordOf);

  it('posts each once, in order', async () => {
    expect(await tell({ Records })).toEqual({ posted: 3 });
    expect(textsOf()).toEqual([
      '🚨 ALARM: hooklane-prod-acme-age',
      '✉️ AWS Budgets: webhooks has exceeded your alert threshold',
      '✅ OK: hooklane-prod-acme-age',
    ]);
  });

  it('posts the rest when one is refused, none twice, and then throws', async () => {
    slack.answers.push({ status: 403, body: 'action_prohibited' });
    const error = await failureOf(tell({ Records }));
    expect(error.message).toContain('Slack took 2 of 3 messages. Slack answered 403');
    expect(textsOf()).toHaveLength(2);
    expect(slack.requests()).toBe(3);
  });

  it('forwards a record of no known form as text', async () => {
    await tell({ Records: [{ eventSource: 'aws:s3', s3: { bucket: 'b' } }, 42, null] });
    expect(textsOf()).toEqual(Array.from({ length: 3 }, () => '✉️ A message that is no alarm'));
    expect(JSON.stringify(slack.taken)).toContain('aws:s3');
  });
});

describe('alarmToSlack and its secret', () => {
  it.each([
    'http://hooks.slack.test/services/a-secret',
    'hooks.slack.test/a-secret',
    'https://user:a-secret@hooks.slack.test/',
    '',
    undefined,
  ])('refuses a URL such as %s without showing it', async (slackUrl) => {
    const error = await failureOf(tell(metric, { slackUrl: async () => slackUrl }));
    expect(error.code).toBe('invalid_slack_url');
    expect(showAll(error)).not.toContain('a-secret');
    expect(slack.requests()).toBe(0);
  });

  it('repeats nothing of what Slack answers but a word', async () => {
    slack.answers.push({ status: 404, body: `No such hook: ${slack.url}` });
    const error = await failureOf(tell(metric));
    expect(error.message).toContain('Slack answered 404.');
    expect(showAll(error)).not.toContain('a-secret');
  });
});

describe('the options of alarmToSlack', () => {
  it.each([
    [undefined, 'alarmToSlack options must be an object'],
    [{}, 'slackUrl must be a function. Received: undefined'],
    [{ slackUrl: 'https://hooks.slack.test/' }, 'slackUrl must be a function'],
    [{ runbookUrl: 'wiki/{alarm}' }, 'runbookUrl must be an absolute URL of https or http'],
    [{ runbookUrl: 'javascript:alert(1)' }, 'runbookUrl must be an absolute URL'],
    [{ clock: Date }, 'clock must be a clock'],
    [{ readLogLines: [] }, 'readLogLines must be a function'],
    [{ webhook: 1 }, 'unknown option: "webhook"'],
  ])('are refused: %j', async (bad, shown) => {
    const options =
      bad === undefined || Object.keys(bad).length === 0
        ? bad
        : { slackUrl: async () => slack.url, ...bad };
    const call = alarmToSlack as (event: unknown, options: unknown) => Promise<unknown>;
    const error = await failureOf(call(metric, options));
    expect(error.code).toBe('invalid_options');
    expect(error.message).toContain(shown);
  });
});

/** All that a log could show of an error. */
function showAll(error: Error): string {
  const { message, stack, cause } = error;
  return [message, stack, cause instanceof Error ? showAll(cause) : String(cause)].join('\n');
}
