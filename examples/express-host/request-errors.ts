import { isHooklaneError, type Logger } from '@hooklane/core';
import type { ErrorRequestHandler } from 'express';
import { z } from 'zod';

/** What a client did wrong, as it is answered. */
export interface RequestError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

const conflicts = ['idempotency_conflict', 'subscription_changed', 'subscription_disabled'];
const clientCodes = ['blocked_address', 'hook_too_large'];

/** Answers what a client did wrong with what it was; of anything else it learns nothing, and the log all. */
export function answerErrors(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, ...own } = clientError(error) ?? {
      status: 500,
      code: 'internal_error',
      message: 'Try again later',
    };
    if (status === 500) {
      const stack = error instanceof Error ? error.stack : String(error);
      logger.error({ message: 'A request failed', stack });
    }
    response.status(status).json({ error: own });
  };
}

function clientError(error: unknown): RequestError | undefined {
  if (error instanceof z.ZodError) {
    return { status: 400, code: 'invalid_request', message: z.prettifyError(error) };
  }
  if (isHooklaneError(error)) {
    const { code, message } = error;
    if (code.startsWith('unknown_')) return { status: 404, code, message };
    if (conflicts.includes(code)) return { status: 409, code, message };
    const isClients = code.startsWith('invalid_') || clientCodes.includes(code);
    return isClients ? { status: 400, code, message } : undefined;
  }
  // What express.json() throws: no JSON, or too much of it.
  const { status } = (error ?? {}) as { readonly status?: unknown };
  const isClients = typeof status === 'number' && status >= 400 && status < 500;
  return isClients
    ? { status, code: 'invalid_request', message: 'The body cannot be read as JSON' }
    : undefined;
}
