import { isHooklaneError } from '@hooklane/receiver';

/** Writes one line; never a header or a body. */
export type Log = (entry: {
  readonly level: 'warn' | 'error';
  readonly message: string;
  readonly code: string;
}) => void;

/** Writes JSON, as CloudWatch Logs reads it. */
export const logToConsole: Log = (entry) => console.log(JSON.stringify(entry));

/** The code of an error, or its name: messages of other libraries may quote anything. */
export function codeOf(error: unknown): string {
  if (isHooklaneError(error)) return error.code;
  return error instanceof Error ? error.name : 'unknown';
}
