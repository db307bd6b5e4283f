import { buffer } from 'node:stream/consumers';
import type { Terminal } from './terminal.ts';

/** Nobody looks at what is written to a file or a pipe in a window: little is cut. */
const fileColumns = 160;

/** The terminal of this process. The one place that reads its environment. */
export function createProcessTerminal(): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    // Once: Node ends the process at the second.
    process.once(name, () => interrupted.abort(new DOMException('Interrupted', 'AbortError')));
  }
  // Whoever reads less than all, such as `head`, closes the pipe: that is no failure.
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
  return {
    env,
    directory: process.cwd(),
    isInteractive: stdin.isTTY && stdout.isTTY,
    hasInput: !stdin.isTTY,
    showsProgress: stderr.isTTY && env['TERM'] !== 'dumb',
    get columns() {
      return stdout.isTTY ? stdout.columns : fileColumns;
    },
    hasColour: stdout.isTTY && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb',
    write: (written) => void stdout.write(written),
    writeError: (written) => void stderr.write(written),
    readInput: () => buffer(stdin),
    confirm: async (question) => {
      const { confirm, isCancel } = await import('@clack/prompts');
      const answer = await confirm({ message: question, initialValue: false });
      return isCancel(answer) ? undefined : answer;
    },
    signal: interrupted.signal,
  };
}
