import type { Environment } from '@hooklane/core';

/** Where a command runs: all that it may know of its process. */
export interface Terminal {
  readonly env: Environment;
  readonly directory: string;
  /** Somebody reads what is written and can be asked. */
  readonly isInteractive: boolean;
  /** Something else than a keyboard is on standard input. */
  readonly hasInput: boolean;
  /** Lines on standard error can be written over. */
  readonly showsProgress: boolean;
  /** Width of what is written for a person. */
  readonly columns: number;
  readonly hasColour: boolean;
  /** The result of a command, on standard output. */
  write(text: string): void;
  /** What is for a person beside the result, on standard error. */
  writeError(text: string): void;
  /** All of standard input, as it came. */
  readInput(): Promise<Buffer>;
  /** `undefined` when the person broke off. */
  confirm(question: string): Promise<boolean | undefined>;
  /** Aborts at the first interrupt of the person. A second one ends the process. */
  readonly signal: AbortSignal;
}
