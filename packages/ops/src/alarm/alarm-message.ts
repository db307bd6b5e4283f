import type { Alarm, AlarmKind } from './alarm.ts';
import type { AlarmLane } from './alarm-lane.ts';
import { consoleUrl } from './console-url.ts';
import { type LogLines, timeOf } from './log-lines.ts';
import { mrkdwn, type SlackBlock, type SlackMessage, section } from './slack-message.ts';
import {
  codeBlock,
  escapedText,
  link,
  longestField,
  longestHeader,
  longestText,
  plainText,
} from './slack-text.ts';

/** What a message about an alarm is made of, beside the alarm. */
export interface AlarmMessageOptions {
  readonly lane: AlarmLane | undefined;
  readonly logLines: LogLines | undefined;
  readonly runbookUrl: string | undefined;
}

interface Look {
  readonly sign: string;
  readonly color: string;
}

const looks: Readonly<Record<string, Look>> = {
  ALARM: { sign: '🚨', color: '#e01e5a' },
  OK: { sign: '✅', color: '#2eb67d' },
  INSUFFICIENT_DATA: { sign: '❔', color: '#ecb22e' },
};
const otherLook: Look = { sign: '🔔', color: '#868686' };

const kinds: Readonly<Record<AlarmKind, string>> = {
  metric: 'Metric',
  metric_math: 'Metric math',
  metrics_insights: 'Metrics Insights query',
  anomaly: 'Anomaly detection',
  composite: 'Composite',
  log: 'Log query',
  contributor: 'One of several time series',
};

/** For lists that may be of any length. */
const mostListed = 10;

/** Writes the message about an alarm, within the limits of Slack whatever the alarm says. */
export function alarmMessage(alarm: Alarm, options: AlarmMessageOptions): SlackMessage {
  const { sign, color } = Object.hasOwn(looks, alarm.state)
    ? (looks[alarm.state] ?? otherLook)
    : otherLook;
  const title = `${sign} ${alarm.state}: ${alarm.name}`;
  const { logLines } = options;
  return {
    text: escapedText(title, longestText),
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', text: plainText(title, longestHeader), emoji: false },
      },
    ],
    attachments: [
      {
        color,
        blocks: [
          ...optional(alarm.description, (text) => section(escapedText(text, longestText))),
          ...optional(alarm.reason, (text) => section(escapedText(text, longestText))),
          { type: 'section', fields: fieldsOf(alarm, options.lane).map(mrkdwn) },
          ...listOf('Watches', alarm.watched),
          ...listOf('Time series', seriesOf(alarm)),
          ...listOf('Alarms that changed', alarm.children),
          ...(logLines === undefined ? [] : [logSection(logLines)]),
          ...linksOf(alarm, options.runbookUrl),
        ],
      },
    ],
  };
}

/** The attributes of a contributor; other alarms say their dimensions with what they watch. */
function seriesOf({ kind, dimensions }: Alarm): readonly string[] {
  return kind === 'contributor' ? dimensions.map(({ name, value }) => `${name}=${value}`) : [];
}

function optional(
  text: string | undefined,
  toBlock: (text: string) => SlackBlock,
): readonly SlackBlock[] {
  return text === undefined ? [] : [toBlock(text)];
}

/** Six at most; Slack takes ten. */
function fieldsOf(alarm: Alarm, lane: AlarmLane | undefined): readonly string[] {
  const { kind, state, previousState, place } = alarm;
  const field = (label: string, text: string): string =>
    `*${label}*\n${escapedText(text, longestField - label.length - 3)}`;
  return [
    field('State', previousState === undefined ? state : `${previousState} → ${state}`),
    field('Kind', kinds[kind]),
    ...(lane ? [field('Partner', `${lane.partnerId ?? 'all'}, stage ${lane.stage}`)] : []),
    ...(place.accountId === undefined ? [] : [field('Account', place.accountId)]),
    ...(place.region === undefined ? [] : [field('Region', place.region)]),
    ...(alarm.time === undefined ? [] : [`*Time*\n${timeText(alarm.time)}`]),
  ];
}

/** The time as each reader's own clock has it. */
function timeText(time: string): string {
  const timeMs = timeOf({ time });
  const written = escapedText(time.replaceAll('|', ' '), 100);
  if (timeMs === undefined || timeMs < 0) return written;
  return `<!date^${Math.floor(timeMs / 1_000)}^{date_short_pretty} {time_secs}|${written}>`;
}

function listOf(label: string, items: readonly string[]): readonly SlackBlock[] {
  if (items.length === 0) return [];
  const more = items.length - mostListed;
  const listed = items.slice(0, mostListed).join('\n') + (more > 0 ? `\nand ${more} more` : '');
  return [section(`*${label}*\n${codeBlock(listed, longestText - label.length - 3)}`)];
}

function logSection(logLines: LogLines): SlackBlock {
  const { logGroup } = logLines;
  switch (logLines.kind) {
    case 'found':
      if (logLines.lines.length === 0)
        return section(`No line of \`${logGroup}\` tells of trouble.`);
      return section(
        `*Last lines of* \`${logGroup}\`\n${codeBlock(logLines.lines.join('\n'), longestText - 150)}`,
      );
    case 'failed':
      return section(`Lines of \`${logGroup}\` are missing: ${escapedText(logLines.why, 200)}`);
    default:
      return logLines satisfies never;
  }
}

function linksOf(alarm: Alarm, runbookUrl: string | undefined): readonly SlackBlock[] {
  const console = consoleUrl(alarm);
  const runbook = runbookUrl?.replaceAll('{alarm}', encodeURIComponent(alarm.name.toWellFormed()));
  const links = [
    console && link(console, 'CloudWatch'),
    runbook && link(runbook, 'Runbook'),
  ].filter((one) => one !== undefined);
  return links.length === 0 ? [] : [{ type: 'context', elements: links.map(mrkdwn) }];
}
