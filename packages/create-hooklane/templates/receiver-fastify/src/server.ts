import type { Receiver } from '@hooklane/receiver';
import { fastifyReceiver } from '@hooklane/receiver/fastify';
import fastify, { type FastifyInstance } from 'fastify';
import type { RunningServer, ServerOptions } from './running-server.ts';

/** The routes. The parsers of others stay as they are. */
export function createApp(receiver: Receiver): FastifyInstance {
  const app = fastify();
  app.register(fastifyReceiver(receiver, { path: '/webhooks' }));
  return app;
}

/** Serves webhooks. */
export async function startServer(
  receiver: Receiver,
  { port, host = '127.0.0.1' }: ServerOptions,
): Promise<RunningServer> {
  const app = createApp(receiver);
  const origin = await app.listen({ port, host });
  return { url: `${origin}/webhooks`, close: () => app.close() };
}
