import { HooklaneError } from '@hooklane/core';
import { errorName, isUnknownOutcome } from '../aws/error-kinds.ts';

/** A change of a function that Lambda takes only if the function is as it was read (`RevisionId`). */
export interface FunctionChange {
  readonly functionName: string;
  readonly send: () => Promise<unknown>;
  /** Reads whether the function is as the change makes it. */
  readonly isDone: () => Promise<boolean>;
}

const mostTries = 3;

/**
 * Makes a change once, although its answer may get lost.
 *
 * @throws HooklaneError `changed_meanwhile`
 */
export async function changeOnce({ functionName, send, isDone }: FunctionChange): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await send();
      return;
    } catch (cause) {
      const isStale = errorName(cause) === 'PreconditionFailedException';
      if (!isStale && !isUnknownOutcome(cause)) throw cause;
      if (await isDone()) return;
      if (isStale) throw changedMeanwhile(functionName, cause);
      if (tries === mostTries) throw cause;
    }
  }
}

function changedMeanwhile(
  functionName: string,
  cause: unknown,
): HooklaneError<'changed_meanwhile'> {
  return new HooklaneError(
    'changed_meanwhile',
    `Somebody else changed function ${functionName} after it was read. Nothing was written over. Run again: it starts from what is there now`,
    { cause },
  );
}
