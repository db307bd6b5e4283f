import { type Clock, type LogEntry, type Logger, systemClock } from '@hooklane/core';

/** Makes a logger that writes each entry as one line of JSON, on standard error unless told otherwise. */
export function createJsonLogger(
  clock: Clock = systemClock,
  write: (line: string) => void = (line) => process.stderr.write(line),
): Logger {
  const log =
    (level: string) =>
    (entry: LogEntry): void =>
      write(`${JSON.stringify({ level, time: clock.now(), ...entry })}\n`);
  return { info: log('info'), warn: log('warn'), error: log('error') };
}
