import type { AttemptLine } from './attempt-line.ts';
import { showDuration } from './duration.ts';
import type { Output } from './output.ts';

const clockFormat = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
});
const widths = { time: 8, attempt: 3, outcome: 18, duration: 6, next: 13 } as const;
const gap = '  ';
const longestPartner = 16;
const longestHook = 36;

interface Cells {
  readonly time: string;
  readonly partner: string;
  readonly hook: string;
  readonly attempt: string;
  readonly outcome: string;
  readonly duration: string;
  readonly next: string;
}

/** The titles over lines of attempts. */
export function drawAttemptTitles({ columns, style }: Pick<Output, 'columns' | 'style'>): string {
  const cells = layOut(
    {
      time: 'TIME',
      partner: 'PARTNER',
      hook: 'HOOK',
      attempt: 'TRY',
      outcome: 'OUTCOME',
      duration: 'TOOK',
      next: 'NEXT',
    },
    columns,
  );
  return style('dim', Object.values(cells).join(gap).trimEnd());
}

/** Draws an attempt in one line of the terminal. */
export function drawAttempt(
  line: AttemptLine,
  { columns, style }: Pick<Output, 'columns' | 'style'>,
): string {
  const { outcome, status, code } = line;
  const cells = layOut(
    {
      time: clockFormat.format(line.time),
      partner: line.partnerId,
      hook: line.hookId,
      attempt: `#${line.attempt}`,
      outcome: [outcome, status ?? code ?? ''].join(' ').trim(),
      duration: showDuration(line.durationMs),
      next: nextOf(line),
    },
    columns,
  );
  const coloured = {
    ...cells,
    time: style('dim', cells.time),
    outcome: style(colourOf(line), cells.outcome),
  };
  return Object.values(coloured).join(gap).trimEnd();
}

function nextOf({ time, dueAt, deadLetter }: AttemptLine): string {
  if (deadLetter !== undefined) return 'dead letter';
  return dueAt === undefined ? '' : `in ${showDuration(roughly(Math.max(0, dueAt - time)))}`;
}

const minuteMs = 60_000;
const hourMs = 3_600_000;

/** The line has room for `2 h 15 min`: seconds are told of the next minute only, minutes of the next ten hours. */
function roughly(ms: number): number {
  const unitMs = ms >= 10 * hourMs ? hourMs : ms >= minuteMs ? minuteMs : 1;
  return Math.round(ms / unitMs) * unitMs;
}

function colourOf({ outcome, dueAt, deadLetter }: AttemptLine): 'green' | 'yellow' | 'red' {
  if (outcome === 'delivered') return 'green';
  return dueAt !== undefined && deadLetter === undefined ? 'yellow' : 'red';
}

/** Ids get the room that is left: two fifths of it the partner's, as far as it needs it. */
function layOut(cells: Cells, columns: number): Cells {
  const fixed = Object.values(widths).reduce((sum, width) => sum + width, 0);
  const room = Math.max(20, columns - fixed - gap.length * 6);
  const partner = Math.min(longestPartner, Math.floor(room * 0.4));
  const hook = Math.min(longestHook, room - partner);
  return {
    time: cells.time.padEnd(widths.time),
    partner: fitTo(cells.partner, partner),
    hook: fitTo(cells.hook, hook),
    attempt: cells.attempt.padEnd(widths.attempt),
    outcome: fitTo(cells.outcome, widths.outcome),
    duration: cells.duration.padStart(widths.duration),
    next: fitTo(cells.next, widths.next),
  };
}

function fitTo(text: string, width: number): string {
  return text.length <= width ? text.padEnd(width) : `${text.slice(0, width - 1)}…`;
}
