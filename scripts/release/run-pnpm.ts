import { runCommand } from '../../test/run-command.ts';

// Set by the package manager for the scripts that it runs: the one that runs this, wherever it is.
const { npm_execpath: manager = '' } = process.env;

/** The pnpm that runs this script. */
export const pnpmCommand: string = manager.includes('pnpm') ? manager : 'pnpm';

/** Runs pnpm, and returns what it printed. */
export function runPnpm(args: readonly string[], cwd: string): Promise<string> {
  return runCommand(pnpmCommand, args, cwd);
}
