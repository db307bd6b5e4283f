import { isHooklaneError } from '@hooklane/receiver';

/** Writes one line; never a header or a body. */
export type Log = (entry: {
  readonly level: 'warn' | 'error';
  readonly message: string;
  readonly code: string;
  /** What another library, or your own code, says of it. */
  readonly reason?: string;
}) => void;

/** Writes JSON, as CloudWatch Logs reads it. */
export const logToConsole: Log = (entry) => console.log(JSON.stringify(entry));

/** What a line says of an error. Keep secrets and bodies out of the messages of your own. */
export function describeError(error: unknown): { readonly code: string; readonly reason?: string } {
  if (isHooklaneError(error)) return { code: error.code };
  if (error instanceof Error) return { code: error.name, reason: error.message };
  return { code: 'unknown' };
}
