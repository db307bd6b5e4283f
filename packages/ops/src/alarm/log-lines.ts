import { type Clock, laneNames } from '@hooklane/core';
import type { Alarm } from './alarm.ts';
import type { AlarmLane } from './alarm-lane.ts';

/** Which lines are looked for. */
export interface LogLinesQuery {
  readonly logGroup: string;
  /** Milliseconds since the epoch. */
  readonly fromMs: number;
  /** Milliseconds since the epoch. */
  readonly toMs: number;
  /** No more lines than this. */
  readonly mostLines: number;
  /** Aborts when nobody waits any more. */
  readonly signal: AbortSignal;
}

/** Reads the newest lines of a log group that tell of trouble, the oldest of them first. */
export type ReadLogLines = (query: LogLinesQuery) => Promise<readonly string[]>;

/** What became of the search for log lines. */
export type LogLines =
  | { readonly kind: 'found'; readonly logGroup: string; readonly lines: readonly string[] }
  | { readonly kind: 'failed'; readonly logGroup: string; readonly why: string };

/** With what log lines are read. */
export interface FindLogLinesOptions {
  readonly readLogLines: ReadLogLines;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}

const mostLines = 10;
const longestLineCharacters = 500;
const windowMs = 15 * 60_000;
const longestWaitMs = 10_000;

/**
 * Reads the lines of a lane's log from the quarter of an hour before an alarm until now: at most ten, each of at most
 * 500 characters, for at most ten seconds. An alarm is told without them rather than not at all.
 */
export async function findLogLines(
  alarm: Alarm,
  { stage, partnerId }: AlarmLane & { readonly partnerId: string },
  { readLogLines, clock, signal }: FindLogLinesOptions,
): Promise<LogLines> {
  const { logGroup } = laneNames(stage, partnerId);
  const now = clock.now();
  const over = new AbortController();
  const both = signal === undefined ? over.signal : AbortSignal.any([over.signal, signal]);
  const query = {
    logGroup,
    fromMs: Math.min(timeOf(alarm) ?? now, now) - windowMs,
    toMs: now,
    mostLines,
    signal: both,
  };
  const failed = (why: string): LogLines => ({ kind: 'failed', logGroup, why });
  const reading = readLogLines(query).then(
    (lines): LogLines => ({ kind: 'found', logGroup, lines: shorten(lines) }),
    (error: unknown) => failed(error instanceof Error ? error.name : 'the query failed'),
  );
  const timeOut = clock.sleep(longestWaitMs, { signal: both }).then(
    () => failed(`the query took more than ${longestWaitMs / 1_000} seconds`),
    () => failed('the query was broken off'),
  );
  try {
    return await Promise.race([reading, timeOut]);
  } finally {
    over.abort();
    signal?.throwIfAborted();
  }
}

function shorten(lines: readonly string[]): readonly string[] {
  return lines.slice(-mostLines).map((line) => line.trim().slice(0, longestLineCharacters));
}

/** When an alarm changed, in milliseconds since the epoch. */
export function timeOf({ time }: Pick<Alarm, 'time'>): number | undefined {
  // biome-ignore lint/style/noRestrictedGlobals: reads the time in the alarm, not the clock.
  const timeMs = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}
