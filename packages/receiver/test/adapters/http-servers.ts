import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import express from 'express';
import express4 from 'express4';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { expressHandler } from '../../src/express.ts';
import { fastifyReceiver } from '../../src/fastify.ts';
import { fetchHandler } from '../../src/fetch.ts';
import type { Receiver } from '../../src/index.ts';
import { nodeHandler } from '../../src/node.ts';

/** A framework with a receiver at `/hooks`, for every method. */
export interface HttpServerUnderTest {
  readonly name: string;
  /** Serves on loopback, and stops at the end of the test. */
  readonly serve: (receiver: Receiver) => Promise<string>;
}

const running: { close(): unknown }[] = [];

/** Stops all servers that were started. */
export async function stopServers(): Promise<void> {
  for (const server of running.splice(0)) await server.close();
}

export const httpServers: readonly HttpServerUnderTest[] = [
  { name: 'node:http', serve: (receiver) => listen(createServer(nodeHandler(receiver))) },
  {
    name: 'Hono',
    serve(receiver) {
      const app = new Hono();
      app.all('/hooks', (context) => fetchHandler(receiver)(context.req.raw));
      return listen(createAdaptorServer(app) as Server);
    },
  },
  { name: 'Express 5', serve: (receiver) => serveExpress(receiver, express) },
  { name: 'Express 4', serve: (receiver) => serveExpress(receiver, express4) },
  {
    name: 'Express 5 after express.raw()',
    serve(receiver) {
      const raw = express.raw({ type: () => true, limit: '2mb' });
      return serveExpress(receiver, express, raw);
    },
  },
  {
    name: 'Express 4 after a parser for another type',
    serve: (receiver) => serveExpress(receiver, express4, express4.urlencoded({ extended: true })),
  },
  {
    name: 'Fastify',
    async serve(receiver) {
      const app = Fastify({ forceCloseConnections: true });
      await app.register(fastifyReceiver(receiver, { path: '/hooks' }));
      running.push(app);
      return `${await app.listen({ host: '127.0.0.1', port: 0 })}/hooks`;
    },
  },
];

/** Express with a receiver after other middleware. */
export function serveExpress(
  receiver: Receiver,
  framework: typeof express,
  ...middleware: express.RequestHandler[]
): Promise<string> {
  const app = framework();
  for (const handler of middleware) app.use(handler);
  app.all('/hooks', expressHandler(receiver));
  return listen(createServer(app));
}

/** Starts a server on a free port of the loopback interface; gives the address of its receiver. */
export async function listen(server: Server): Promise<string> {
  running.push({
    close() {
      server.closeAllConnections();
      server.close();
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}/hooks`;
}
