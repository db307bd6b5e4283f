import type { LogEntry, Logger } from '@hooklane/core';

/** Makes a logger that never throws: a log that fails must not cost a hook. Its first failure is a process warning. */
export function createSafeLogger(logger: Logger): Logger {
  let hasWarned = false;
  const safely =
    (level: keyof Logger) =>
    (entry: LogEntry): void => {
      try {
        logger[level](entry);
      } catch (error) {
        if (hasWarned) return;
        hasWarned = true;
        const name = error instanceof Error ? error.name : 'unknown';
        process.emitWarning(`The logger given to Hooklane threw ${name}; its log lines are lost`);
      }
    };
  return { info: safely('info'), warn: safely('warn'), error: safely('error') };
}
