import type { Clock, LogEntry, Logger } from '@hooklane/core';

/** Makes a logger that writes each entry as one line of JSON on standard error. */
export function createStderrLogger(clock: Clock): Logger {
  const log =
    (level: string) =>
    (entry: LogEntry): void => {
      process.stderr.write(`${JSON.stringify({ level, time: clock.now(), ...entry })}\n`);
    };
  return { info: log('info'), warn: log('warn'), error: log('error') };
}
