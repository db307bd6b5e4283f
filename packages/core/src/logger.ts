/**
 * Where Hooklane writes what an operator should know. No entry holds a secret, a signature or a body.
 * Console, a pino logger and Powertools' Logger are loggers as they are.
 */
export interface Logger {
  info(entry: LogEntry): void;
  warn(entry: LogEntry): void;
  error(entry: LogEntry): void;
}

/** One log line: a sentence, and flat fields beside it. */
export type LogEntry = { readonly message: string } & LogFields;

/** Flat fields of one log line. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** A logger that writes nothing. */
export const silentLogger: Logger = { info: () => {}, warn: () => {}, error: () => {} };
