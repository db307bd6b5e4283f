import { styleText } from 'node:util';
import { clearLine, type ProgressBar, startProgressBar } from './progress-bar.ts';
import type { Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

/** How a command shows what it found and does: to a person, or with `--json` to a program. */
export interface Output {
  readonly isJson: boolean;
  /** The result: `text` for a person, `value` as one JSON document. Called once. */
  result(value: unknown, text: () => string): void;
  /** One of many results as they come: a line of text, or a JSON document in one line. */
  event(value: unknown, text: () => string): void;
  /** What a person wants to know beside the result; on standard error, and not with `--json`. */
  note(text: string): void;
  /** Shows how far long work has come; on a terminal only. */
  progress(label: string): ProgressBar;
  readonly style: Style;
  readonly columns: number;
}

/** Colours, where there are any. */
export type Style = (
  format: 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan',
  text: string,
) => string;

export function createOutput(terminal: Terminal, { isJson }: { readonly isJson: boolean }): Output {
  const style: Style = (format, text) =>
    terminal.hasColour ? styleText(format, text, { validateStream: false }) : text;
  return {
    isJson,
    get columns() {
      return terminal.columns;
    },
    style,
    result: (value, text) => {
      terminal.write(isJson ? `${JSON.stringify(value, undefined, 2)}\n` : `${text()}\n`);
    },
    event: (value, text) => {
      terminal.write(isJson ? `${JSON.stringify(value)}\n` : `${text()}\n`);
    },
    note: (text) => {
      if (isJson) return;
      if (!terminal.showsProgress) return terminal.writeError(`${text}\n`);
      const wrapped = text.split('\n').map((line) => wrapText(line, terminal));
      terminal.writeError(`${clearLine}${wrapped.join('\n')}\n`);
    },
    progress: (label) => startProgressBar(terminal, { label, isShown: !isJson }),
  };
}
