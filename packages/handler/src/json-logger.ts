import { type Clock, type Logger, systemClock } from '@hooklane/core';

/** Makes a logger that writes each entry as one line of JSON, on standard error unless told otherwise. */
export function createJsonLogger(
  clock: Clock = systemClock,
  write: (line: string) => void = (line) => process.stderr.write(line),
): Logger {
  const log =
    (level: string): Logger['info'] =>
    (fields, message) =>
      write(`${JSON.stringify({ level, time: clock.now(), message, ...fields })}\n`);
  return { info: log('info'), warn: log('warn'), error: log('error') };
}
