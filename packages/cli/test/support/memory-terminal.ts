import type { Terminal } from '../../src/terminal.ts';

/** A terminal that keeps what is written to it. */
export interface MemoryTerminal extends Terminal {
  written(): string;
  errors(): string;
}

/** Makes a terminal of 80 columns, without colours, at which nobody sits. */
export function memoryTerminal(given: Partial<Terminal> = {}): MemoryTerminal {
  let written = '';
  let errors = '';
  return {
    env: {},
    directory: '/nowhere',
    isInteractive: false,
    hasInput: true,
    showsProgress: false,
    columns: 80,
    hasColour: false,
    write: (text) => {
      written += text;
    },
    writeError: (text) => {
      errors += text;
    },
    readInput: async () => Buffer.alloc(0),
    confirm: async () => undefined,
    signal: new AbortController().signal,
    ...given,
    written: () => written,
    errors: () => errors,
  };
}
