import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alarmToSlack } from '../../src/alarm/alarm-to-slack.ts';
import { createInstantClock } from './instant-clock.ts';
import { eventNames, readEventFile } from './read-events.ts';
import { type SlackStandIn, startSlack } from './slack-stand-in.ts';

let slack: SlackStandIn;

beforeEach(async () => {
  slack = await startSlack();
});

afterEach(() => slack[Symbol.asyncDispose]());

const lines = ['{"level":"warn","message":"Attempt failed; the hook is tried again","status":503}'];

describe.each(eventNames)('the event %s', (name) => {
  it('gives the message that is expected of it, within the limits of Slack', async () => {
    const report = await alarmToSlack(readEventFile(name), {
      slackUrl: async () => slack.url,
      readLogLines: async () => lines,
      runbookUrl: 'https://wiki.example/alarms?name={alarm}&v=2',
      clock: createInstantClock(),
      fetch: slack.fetch,
    });
    expect(report).toEqual({ posted: 1 });
    expect(slack.refused).toEqual([]);
    const expected = new URL(`./messages/${name}.json`, import.meta.url);
    expect(slack.taken).toEqual([JSON.parse(readFileSync(expected, 'utf8'))]);
  });
});

describe('the events', () => {
  it('are of all kinds that CloudWatch tells of', () => {
    const fields = eventNames.map((name) =>
      readFileSync(new URL(`./messages/${name}.json`, import.meta.url), 'utf8'),
    );
    const kinds = [
      'Metric',
      'Metric math',
      'Metrics Insights query',
      'Anomaly detection',
      'Composite',
      'Log query',
      'One of several time series',
    ];
    for (const kind of kinds) {
      expect(
        fields.some((text) => text.includes(`*Kind*\\n${kind}"`)),
        kind,
      ).toBe(true);
    }
    for (const state of ['✅ OK', '🚨 ALARM', '❔ INSUFFICIENT_DATA', '✉️']) {
      expect(
        fields.some((text) => text.includes(state)),
        state,
      ).toBe(true);
    }
  });
});
