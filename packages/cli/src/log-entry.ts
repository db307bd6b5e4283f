import type { AttemptLine } from './attempt-line.ts';

/**
 * Reads the log line of an attempt; `undefined` for any other line. Lambda may wrap what a function writes:
 * `{ "timestamp", "level", "message": { … } }`.
 *
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-logformat.html
 */
export function readLogEntry(message: string, timestamp: number): AttemptLine | undefined {
  const outer = parseObject(message);
  const wrapped = outer?.['message'];
  const entry =
    typeof wrapped === 'string' ? (parseObject(wrapped) ?? outer) : (asObject(wrapped) ?? outer);
  if (entry === undefined) return undefined;
  const { time = timestamp, partnerId, hookId, type, attempt, host, outcome, durationMs } = entry;
  const isAttempt =
    [partnerId, hookId, type, host, outcome].every((text) => typeof text === 'string') &&
    [time, attempt, durationMs].every((count) => typeof count === 'number');
  if (!isAttempt) return undefined;
  const { status, code, dueAt, deadLetter } = entry;
  return {
    time,
    partnerId,
    hookId,
    type,
    attempt,
    host,
    outcome,
    ...(typeof status === 'number' && { status }),
    ...(typeof code === 'string' && { code }),
    durationMs,
    ...(typeof dueAt === 'number' && { dueAt }),
    ...(typeof deadLetter === 'string' && { deadLetter }),
  } as AttemptLine;
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    // Lambda writes lines of its own between those of the function.
    return undefined;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = value !== null && typeof value === 'object' && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
}
