import { spawn } from 'node:child_process';

/** How a command ended. */
export type CommandEnd =
  | { readonly kind: 'done'; readonly output: string }
  | { readonly kind: 'failed'; readonly output: string }
  /** The command is not installed. */
  | { readonly kind: 'missing' }
  /** By Ctrl-C, of which the command is told by the terminal itself. */
  | { readonly kind: 'interrupted' };

/** Runs a command to its end, and never throws for how it ends. */
export function runCommand(
  command: string,
  args: readonly string[],
  { cwd, isShown }: { readonly cwd: string; readonly isShown: boolean },
): Promise<CommandEnd> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], {
      cwd,
      stdio: ['inherit', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
      // On Windows package managers are scripts of its shell. No argument comes from outside.
      shell: process.platform === 'win32' && isShown,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    let isInterrupted = false;
    const onSignal = (): void => {
      isInterrupted = true;
    };
    process.on('SIGINT', onSignal);
    const settle = (end: CommandEnd): void => {
      process.off('SIGINT', onSignal);
      resolve(end);
    };
    child.on('error', (error) => {
      const isMissing = 'code' in error && error.code === 'ENOENT';
      settle(isMissing ? { kind: 'missing' } : { kind: 'failed', output: error.message });
    });
    child.on('close', (exitCode, signal) => {
      if (isInterrupted || signal === 'SIGINT') return settle({ kind: 'interrupted' });
      settle({ kind: exitCode === 0 ? 'done' : 'failed', output });
    });
  });
}
