/**
 * Where Hooklane writes what an operator should know. Fields first, as pino has it. Neither holds a
 * secret, a signature or a body.
 */
export interface Logger {
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/** Flat fields of one log line. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** A logger that writes nothing. */
export const silentLogger: Logger = { info: () => {}, warn: () => {}, error: () => {} };
