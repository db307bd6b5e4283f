import type { Receiver } from './receiver.ts';
import { refusal } from './refusal.ts';

/**
 * A handler for whatever speaks fetch: Next.js route handlers, Hono, Workers, Bun, Deno. Reads the bytes
 * itself and no more than `maxBodyBytes`; give it the request before anything reads its body.
 *
 * @example
 * ```ts
 * export const POST = fetchHandler(receiver); // Next.js
 * app.post('/webhooks', (context) => fetchHandler(receiver)(context.req.raw)); // Hono
 * ```
 */
export function fetchHandler(receiver: Receiver): (request: Request) => Promise<Response> {
  return async (request) => {
    const { status, headers, body } = await receiver.receive({
      method: request.method,
      path: new URL(request.url).pathname,
      headers: request.headers,
      body: (maxBytes) => readBody(request, maxBytes),
    });
    return new Response(body === '' ? null : body, { status, headers: { ...headers } });
  };
}

// Not `text()`, which drops a byte order mark, nor `arrayBuffer()`, which has no limit.
async function readBody(request: Request, maxBytes: number): Promise<Uint8Array> {
  if (request.bodyUsed) {
    throw refusal(
      'invalid_body',
      'The body was read already. Give the request before anything reads it, or a clone of it',
    );
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  while (reader !== undefined) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw refusal('body_unreadable', 'The body broke off', { cause });
    });
    if (done) break;
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel().catch(() => undefined);
      throw refusal('body_too_large', `body has more than ${maxBytes} bytes`);
    }
    chunks.push(value);
  }
  return joined(chunks, size);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const body = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.byteLength;
  }
  return body;
}
