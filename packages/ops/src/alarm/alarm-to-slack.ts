import { HooklaneError, parseSlackUrl, systemClock } from '@hooklane/core';
import { laneOf } from './alarm-lane.ts';
import { alarmMessage } from './alarm-message.ts';
import { type AlarmToSlackOptions, parseAlarmOptions } from './alarm-options.ts';
import { findLogLines } from './log-lines.ts';
import { postMessage } from './post-message.ts';
import { type Notice, readEvent } from './read-event.ts';
import type { SlackMessage } from './slack-message.ts';
import { textMessage } from './text-message.ts';

/** What {@link alarmToSlack} did. */
export interface AlarmReport {
  /** Messages that Slack took. */
  readonly posted: number;
}

/**
 * Posts what an event of SNS or EventBridge says to Slack: a message for each alarm, and the text of what is none. When
 * Slack does not take one, the others are posted all the same, and then it throws, so that whoever called tries again.
 *
 * @example
 * await alarmToSlack(event, { slackUrl: () => secrets.read('slack-url') });
 *
 * @throws HooklaneError `invalid_options`, `invalid_slack_url`, `slack_post_failed`
 */
export async function alarmToSlack(
  event: unknown,
  options: AlarmToSlackOptions,
): Promise<AlarmReport> {
  const parsed = parseAlarmOptions(options);
  const { clock = systemClock, random = Math.random, fetch, signal } = parsed;
  signal?.throwIfAborted();
  const notices = readEvent(event);
  const slackUrl = parseSlackUrl(await parsed.slackUrl());
  const failures: string[] = [];
  for (const notice of notices) {
    const message = await messageOf(notice, parsed);
    const outcome = await postMessage(message, { slackUrl, clock, random, fetch, signal });
    if (outcome.kind === 'failed') failures.push(outcome.why);
  }
  const posted = notices.length - failures.length;
  if (failures.length === 0) return { posted };
  const reasons = [...new Set(failures)].join('; ');
  throw new HooklaneError(
    'slack_post_failed',
    `Slack took ${posted} of ${notices.length} messages. ${reasons}. Try the whole event again: what was posted comes twice then`,
  );
}

async function messageOf(
  notice: Notice,
  { readLogLines, runbookUrl, clock = systemClock, signal }: AlarmToSlackOptions,
): Promise<SlackMessage> {
  if (notice.kind === 'text') return textMessage(notice.title, notice.text);
  const { alarm } = notice;
  const lane = laneOf(alarm);
  const partnerId = alarm.state === 'OK' ? undefined : lane?.partnerId;
  const logLines =
    readLogLines === undefined || lane === undefined || partnerId === undefined
      ? undefined
      : await findLogLines(
          alarm,
          { stage: lane.stage, partnerId },
          { readLogLines, clock, signal },
        );
  return alarmMessage(alarm, { lane, logLines, runbookUrl });
}
