import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';

/** What one run of the installed command gave. */
export interface HooklaneRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Where it runs: a directory of the test's own. */
  readonly directory: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Starts the command that is built, packed and installed. It inherits nothing but `PATH`. */
export function startHooklane(
  args: readonly string[],
  { directory, env = {} }: Omit<RunOptions, 'input'>,
): ChildProcess {
  const main = join(inject('installedIn'), 'node_modules', 'hooklane', 'dist', 'main.js');
  return spawn(process.execPath, [main, ...args], {
    cwd: directory,
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
}

/** Runs the command to its end. */
export async function runHooklane(
  args: readonly string[],
  { input = '', ...options }: RunOptions,
): Promise<HooklaneRun> {
  const child = startHooklane(args, options);
  child.stdin?.end(input);
  return await readToEnd(child);
}

/** Reads what a command that was started writes, until it ends. */
export async function readToEnd(child: ChildProcess): Promise<HooklaneRun> {
  const { stdout, stderr } = child;
  if (stdout === null || stderr === null) throw new Error('It has no streams');
  const [written, errors, [exitCode]] = await Promise.all([
    text(stdout),
    text(stderr),
    once(child, 'exit'),
  ]);
  return { exitCode: exitCode as number | null, stdout: written, stderr: errors };
}
