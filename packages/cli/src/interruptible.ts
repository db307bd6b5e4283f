import { CliError } from './cli-error.ts';
import { exitCodes } from './exit-codes.ts';

/** How to tell of an interrupt. */
export interface InterruptibleOptions {
  /** What else the person should know who does not go on. */
  readonly advice?: string | undefined;
}

/**
 * Does long work that goes on where it was when it is run again.
 *
 * @throws CliError that says so, when the person interrupts it
 */
export async function interruptible<Result>(
  work: () => Promise<Result>,
  options: InterruptibleOptions = {},
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') throw interrupted(options);
    throw error;
  }
}

/** What the person is told who interrupted work that can go on. */
export function interrupted({ advice }: InterruptibleOptions = {}): CliError {
  const message = 'Interrupted. What was done stays done: run the same command again to go on';
  return new CliError(advice === undefined ? message : `${message}. ${advice}`, {
    exitCode: exitCodes.interrupted,
    code: 'interrupted',
  });
}
