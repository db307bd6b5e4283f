import type { LogEntry, Logger } from '@hooklane/core';
import { createJsonLogger } from '@hooklane/handler';
import type { Output } from '../output.ts';

/** Shows what goes wrong beside the attempts, which are shown already. */
export function createDevLogger({ isJson, note, style }: Output): Logger {
  const json = createJsonLogger();
  const unlessAttempt =
    (show: (entry: LogEntry) => void) =>
    (entry: LogEntry): void => {
      if (!('hookId' in entry && 'outcome' in entry)) show(entry);
    };
  const tell = ({ message, partnerId, code }: LogEntry): void => {
    const beside = [partnerId, code].filter((part) => part !== undefined);
    const text = beside.length === 0 ? message : `${message} (${beside.join(', ')})`;
    note(style('yellow', text));
  };
  return {
    info: () => {},
    warn: unlessAttempt(isJson ? json.warn : tell),
    error: unlessAttempt(isJson ? json.error : tell),
  };
}
