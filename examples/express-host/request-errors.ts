import { isHooklaneError, type Logger } from '@hooklane/core';
import type { ErrorRequestHandler } from 'express';
import { z } from 'zod';

/** What a client did wrong, as it is answered. */
export interface RequestError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** What is the client's doing. Other codes are faults of the host. */
const statusByCode: ReadonlyMap<string, number> = new Map([
  ['invalid_partner_id', 400],
  ['invalid_subscription', 400],
  ['invalid_url', 400],
  ['blocked_address', 400],
  ['invalid_event', 400],
  ['unknown_event_type', 400],
  ['idempotency_conflict', 409],
  ['subscription_changed', 409],
]);

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
    const status = statusByCode.get(code);
    return status === undefined ? undefined : { status, code, message };
  }
  // What express.json() throws: no JSON, or too much of it.
  const { status } = (error ?? {}) as { readonly status?: unknown };
  const isClients = typeof status === 'number' && status >= 400 && status < 500;
  return isClients
    ? { status, code: 'invalid_request', message: 'The body cannot be read as JSON' }
    : undefined;
}
