import { type ExitCode, exitCodes } from './exit-codes.ts';

/** What a person did wrong or must know, in words that need no stack trace. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly exitCode: ExitCode;
  /** For `--json`. */
  readonly code: string;

  constructor(
    message: string,
    {
      exitCode = exitCodes.usage,
      code = 'invalid_usage',
    }: { readonly exitCode?: ExitCode; readonly code?: string } = {},
  ) {
    super(message);
    this.exitCode = exitCode;
    this.code = code;
  }
}
