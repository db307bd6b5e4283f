import { createAsk } from './ask.ts';
import { type ExitCode, runCreate } from './create-project.ts';

/** Runs the command with the arguments, the terminal and the directory of this process. */
export function runInProcess(): Promise<ExitCode> {
  const { stdin, stdout, stderr, argv, env } = process;
  return runCreate(argv.slice(2), {
    cwd: process.cwd(),
    userAgent: env['npm_config_user_agent'],
    ask: stdin.isTTY && stdout.isTTY ? createAsk() : undefined,
    write: (text) => stdout.write(text),
    writeError: (text) => stderr.write(text),
  });
}
