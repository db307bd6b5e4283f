import type { ReceivedBody } from './received-body.ts';
import type { ReceivedHeaders } from './received-headers.ts';
import type { Receiver } from './receiver.ts';

interface FastifyRequestLike {
  readonly method: string;
  readonly url: string;
  readonly headers: ReceivedHeaders;
  readonly body?: unknown;
}

interface FastifyReplyLike {
  code(status: number): FastifyReplyLike;
  headers(headers: Readonly<Record<string, string>>): FastifyReplyLike;
  send(body: string): unknown;
}

type FastifyHandler = (request: FastifyRequestLike, reply: FastifyReplyLike) => Promise<unknown>;
type DoneParsing = (error: Error | null, body?: unknown) => void;

/** What is used of a Fastify 5 instance. */
export interface FastifyLike {
  removeAllContentTypeParsers(): void;
  addContentTypeParser(
    type: string,
    options: { parseAs: 'buffer'; bodyLimit: number },
    parser: (request: unknown, body: Buffer, done: DoneParsing) => void,
  ): unknown;
  post(path: string, handler: FastifyHandler): unknown;
}

/**
 * A plugin with one route. It keeps the bytes in a context of its own, so that the parsers of your other routes
 * stay as they are.
 *
 * @example
 * ```ts
 * app.register(fastifyReceiver(receiver, { path: '/webhooks' }));
 * ```
 */
export function fastifyReceiver(
  receiver: Receiver,
  { path, bodyLimit = 1_048_576 }: { readonly path: string; readonly bodyLimit?: number },
): (instance: FastifyLike) => Promise<void> {
  return async (instance) => {
    instance.removeAllContentTypeParsers();
    instance.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit }, (_, body, done) =>
      done(null, body),
    );
    instance.post(path, fastifyHandler(receiver));
  };
}

/** The handler alone, for a route of your own, whose content type parser has `parseAs: 'buffer'`. */
export function fastifyHandler(receiver: Receiver): FastifyHandler {
  return async ({ method, url, headers, body }, reply) => {
    const path = url.replace(/\?.*$/s, '');
    const given = (body ?? new Uint8Array()) as ReceivedBody;
    const answer = await receiver.receive({ method, path, headers, body: given });
    return reply.code(answer.status).headers(answer.headers).send(answer.body);
  };
}
