import { type Command, CommanderError } from 'commander';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { explainError } from './explain-error.ts';
import { createProgram } from './program.ts';
import type { Terminal } from './terminal.ts';
import { wrapText } from './wrap-text.ts';

/** Runs one command line; tells what went wrong in words, and how the process is to end. */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const isJson = args.includes('--json');
  const program = createProgram(terminal, {
    isJson,
    onFail: () => {
      exitCode = exitCodes.failed;
    },
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(error, args, terminal);
    // Help and version that were asked for are no failure.
    if (error.exitCode === 0) return exitCodes.done;
    // The parser has told a person already.
    if (isJson)
      reportJson({ code: 'invalid_usage', message: messageOf(error, program, args) }, terminal);
    return exitCodes.usage;
  }
}

function messageOf(error: CommanderError, program: Command, args: readonly string[]): string {
  // A group of commands was named alone: for that the parser has the help, and no words.
  if (error.code === 'commander.help') return commandMissing(program, args);
  return error.message.replace(/^error: /, '').replaceAll('\n', ' ');
}

function commandMissing(program: Command, args: readonly string[]): string {
  const group = program.commands.find(
    (one) => args.includes(one.name()) && one.commands.length > 0,
  );
  const name = group === undefined ? 'hooklane' : `hooklane ${group.name()}`;
  const names = (group ?? program).commands.map((one) => one.name());
  return `${name} needs a command: ${names.join(', ')}`;
}

function report(error: unknown, args: readonly string[], terminal: Terminal): ExitCode {
  const { code, message, exitCode, isUnexpected } = explainError(error);
  if (args.includes('--json')) reportJson({ code, message }, terminal);
  else {
    const text = `error: ${message}`;
    // In a file or a pipe an error is one line.
    terminal.writeError(`${terminal.showsProgress ? wrapText(text, terminal) : text}\n`);
  }
  const hasStack = args.includes('--debug') && error instanceof Error;
  if (isUnexpected && hasStack) terminal.writeError(`${error.stack}\n`);
  return exitCode;
}

function reportJson(
  error: { readonly code: string; readonly message: string },
  terminal: Terminal,
): void {
  terminal.writeError(`${JSON.stringify({ error })}\n`);
}
