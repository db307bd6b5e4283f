import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReceiverAnswer } from './answer.ts';
import { readStream } from './read-stream.ts';
import type { Receiver } from './receiver.ts';

/**
 * A handler for `node:http` and whatever hands out its requests, such as Next.js API routes with
 * `bodyParser: false`. Reads the bytes itself and no more than `maxBodyBytes`.
 *
 * @example
 * ```ts
 * createServer(nodeHandler(receiver)).listen(3000);
 * ```
 */
export function nodeHandler(
  receiver: Receiver,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    const answer = await receiver.receive({
      method: request.method,
      path: pathOf(request.url),
      headers: request.headers,
      body: (maxBytes) => readStream(request, maxBytes),
    });
    writeAnswer(request, response, answer);
  };
}

/** Writes an answer, unless the client has left. */
export function writeAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: ReceiverAnswer,
): void {
  if (response.destroyed) return;
  // What is left of a body that was not read to its end would be read for ever, to reach the next request.
  const isOver = !request.complete && request.httpVersionMajor === 1;
  response.writeHead(status, { ...headers, ...(isOver && { connection: 'close' }) }).end(body);
}

/** The path of a request without its query. */
export function pathOf(url = '/'): string {
  return url.replace(/\?.*$/s, '');
}
