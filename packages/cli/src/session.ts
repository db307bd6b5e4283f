import type { Environment } from '@hooklane/core';
import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { Output } from './output.ts';
import type { Target } from './target.ts';
import type { Terminal } from './terminal.ts';

/** One run of a command. */
export interface Session {
  readonly env: Environment;
  readonly directory: string;
  readonly signal: AbortSignal;
  readonly output: Output;
  /** Where the lanes are that it works on. */
  readonly target: Target;
  /**
   * All of standard input, as it came.
   *
   * @throws CliError when a person would have to type it; `instead` says what to do
   */
  readInput(instead: string): Promise<Buffer>;
  /**
   * Goes on only when the person says yes, or said so by `--yes`.
   *
   * @throws CliError when there is nobody to ask, or the answer is no
   */
  confirm(question: string): Promise<void>;
  /** Ends the process with this code although nothing was thrown: a part of the work failed. */
  fail(): void;
}

export interface SessionOptions {
  readonly terminal: Terminal;
  readonly output: Output;
  readonly target: Target;
  readonly saysYes: boolean;
  readonly onFail: () => void;
}

export function createSession(options: SessionOptions): Session {
  const { terminal, output, target, saysYes, onFail } = options;
  const { env, directory, signal } = terminal;
  return {
    env,
    directory,
    signal,
    output,
    target,
    readInput: async (instead) => {
      if (terminal.hasInput) return await terminal.readInput();
      throw new CliError(`There is nothing on standard input. ${instead}`);
    },
    confirm: async (question) => {
      if (saysYes) return;
      if (!terminal.isInteractive) throw refused(`${question} Say --yes to go on`);
      const answer = await terminal.confirm(question);
      if (answer !== true) throw refused('Nothing was done');
    },
    fail: onFail,
  };
}

function refused(message: string): CliError {
  return new CliError(message, { exitCode: exitCodes.refused, code: 'refused' });
}
