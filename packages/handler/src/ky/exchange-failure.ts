import type { ConnectionFailure } from '@hooklane/core';
import { classifyConnectionError } from '../connection-failure.ts';

/** What is known beside an error of undici. */
export interface ClassifyExchangeErrorOptions {
  /** Whether the headers of an answer have come. */
  readonly isAnswered: boolean;
  /** What the socket reported itself. */
  readonly socketError: Error | undefined;
}

// undici's names: https://undici.nodejs.org/#/docs/api/Errors. What is not here is the socket's or Node's.
const failuresByCode: Readonly<Partial<Record<string, ConnectionFailure | 'unsendable'>>> = {
  HPE_INVALID_EOF_STATE: 'reset',
  UND_ERR_INVALID_ARG: 'unsendable',
  UND_ERR_NOT_SUPPORTED: 'unsendable',
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: 'unsendable',
};

// What undici calls an answer that no request asked for: 100, 101, or one on an idle connection.
const unaskedAnswers = new Set(['bad response', 'bad upgrade']);

/** Gives an error of undici the code that the default transport gives to the same event. */
export function classifyExchangeError(
  error: Error,
  { isAnswered, socketError = error }: ClassifyExchangeErrorOptions,
): ConnectionFailure | 'unsendable' {
  const code = codeOf(error);
  if (code === 'UND_ERR_SOCKET') {
    if (unaskedAnswers.has(error.message)) return 'protocol';
    return codeOf(socketError) === code ? 'reset' : classifyConnectionError(socketError);
  }
  // Any error of the parser has this name when a length was announced.
  if (code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH') return isAnswered ? 'reset' : 'protocol';
  return failuresByCode[code] ?? classifyConnectionError(error);
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}
