import type { IncomingMessage, ServerResponse } from 'node:http';
import { pathOf, writeAnswer } from './node.ts';
import { readStream } from './read-stream.ts';
import type { ReceivedBody } from './received-body.ts';
import type { Receiver } from './receiver.ts';

/** What is used of the request of Express 4 or 5. */
export interface ExpressRequest extends IncomingMessage {
  readonly originalUrl?: string;
  /** What a body parser made of the body. */
  readonly body?: unknown;
  /** The bytes, where a platform keeps them: NestJS, Firebase. */
  readonly rawBody?: unknown;
}

/**
 * A handler for Express 4 and 5. Reads the bytes itself where nothing has; takes what `express.raw()` read.
 * After `express.json()` the bytes are gone: the answer is 500, and `onError` is told the remedy.
 *
 * @example
 * ```ts
 * app.post('/webhooks', expressHandler(receiver)); // before app.use(express.json())
 * ```
 */
export function expressHandler(
  receiver: Receiver,
): (request: ExpressRequest, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const answer = await receiver.receive({
      method: request.method,
      path: pathOf(request.originalUrl ?? request.url),
      headers: request.headers,
      body: (maxBytes) => bodyOf(request, maxBytes),
    });
    writeAnswer(request, response, answer);
  };
}

async function bodyOf(request: ExpressRequest, maxBytes: number): Promise<ReceivedBody> {
  const { body, rawBody } = request;
  if (rawBody instanceof Uint8Array) return rawBody;
  if (body instanceof Uint8Array || typeof body === 'string') return body;
  // body-parser of Express 4 leaves `{}` where it did not read.
  if (!request.readableDidRead) return readStream(request, maxBytes);
  // No raw body at all: the receiver refuses it, and says why.
  return body as ReceivedBody;
}
