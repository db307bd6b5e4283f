import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from '@hooklane/core';
import { createApp } from './app.ts';
import type { HostConfig } from './config.ts';
import { startHooklane } from './hooklane.ts';

/** The host while it runs. */
export interface Host {
  readonly url: string;
  /** Stops in good order: nothing that was accepted is lost. Stopping twice is fine. */
  stop(): Promise<void>;
}

export interface HostOptions {
  readonly logger: Logger;
  /** Told what of a stop is done. */
  readonly log: (line: string) => void;
}

/** Starts the API and the worker in this process. */
export async function startHost(config: HostConfig, { logger, log }: HostOptions): Promise<Host> {
  const hooklane = await startHooklane(config, { logger });
  const server = createServer(createApp(hooklane, { policy: config.policy, logger }));
  server.listen(config.port, config.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    // The port is taken, say.
    await hooklane.stop(log);
    throw error;
  }
  const stopAll = async (): Promise<void> => {
    // First, so that nobody publishes into what is being closed.
    await closeServer(server);
    log('server: requests under way have their answers');
    await hooklane.stop(log);
  };
  let stopped: Promise<void> | undefined;
  return {
    url: `http://${config.host}:${(server.address() as AddressInfo).port}`,
    stop: () => (stopped ??= stopAll()),
  };
}

const requestGraceMs = 10_000;

/** Takes no more requests, and ends those under way; whoever is slower than the grace is cut off. */
async function closeServer(server: Server): Promise<void> {
  const cutOff = setTimeout(() => server.closeAllConnections(), requestGraceMs);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  clearTimeout(cutOff);
}
