import { execFile } from 'node:child_process';

export interface CommandResult {
  readonly isOk: boolean;
  /** What it printed, on either stream. */
  readonly output: string;
}

/** Runs a command to its end. */
export function tryCommand(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    // The package manager tells its scripts which workspace they are in; these run elsewhere too.
    const { npm_config_recursive: _, NODE_OPTIONS: __, ...env } = process.env;
    execFile(
      command,
      args,
      { cwd, env: { ...env, NO_COLOR: '1' }, maxBuffer: 64 * 2 ** 20 },
      (error, stdout, stderr) => {
        const reason = error === null ? '' : `\n${error.message}`;
        resolve({ isOk: error === null, output: `${stdout}${stderr}${reason}` });
      },
    );
  });
}

/** Runs a command that must succeed, and returns what it printed. */
export async function runCommand(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<string> {
  const { isOk, output } = await tryCommand(command, args, cwd);
  if (!isOk) throw new Error(`${command} ${args.join(' ')} failed:\n${output}`);
  return output;
}
