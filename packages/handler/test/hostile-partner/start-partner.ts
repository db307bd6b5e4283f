import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { HostileBehaviour, PartnerUnderAttack } from './behaviour.ts';

/** A partner that listens on loopback, and a canary beside it. */
export interface StartedPartner extends PartnerUnderAttack, AsyncDisposable {
  readonly url: string;
  /** Connections opened to the partner, and to the canary. */
  readonly connections: number;
  readonly canaryConnections: number;
  /** Resolves once the partner does nothing new until the deadline. */
  readonly stalled: Promise<void>;
  /** Tells the behaviour that the attempts are over. */
  endAttempts(): void;
  /** Resolves once the client has closed every connection. */
  whenLeft(): Promise<void>;
}

/** Starts a partner that behaves as it is told. */
export async function startPartner(behaviour: HostileBehaviour): Promise<StartedPartner> {
  const { tls, serve, isDown } = behaviour;
  const sockets = new Set<Socket>();
  const stalled = Promise.withResolvers<void>();
  const counts = { requests: 0, connections: 0, canary: 0 };
  const afterwards: (() => void)[] = [];
  const canary = createServer((socket) => {
    counts.canary += 1;
    socket.destroy();
  });
  const server =
    tls === undefined || tls === 'raw'
      ? createServer({ noDelay: true })
      : createTlsServer({ ...tls, noDelay: true });
  const canaryPort = await listen(canary);
  const port = await listen(server);
  if (isDown) await close(server);

  const partner: StartedPartner = {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/hooks`,
    canaryOrigin: `http://127.0.0.1:${canaryPort}`,
    get requests() {
      return counts.requests;
    },
    get connections() {
      return counts.connections;
    },
    get canaryConnections() {
      return counts.canary;
    },
    countRequest: () => {
      counts.requests += 1;
      return counts.requests;
    },
    stall: () => stalled.resolve(),
    stalled: stalled.promise,
    onAttemptsOver: (action) => void afterwards.push(action),
    endAttempts: () => {
      for (const action of afterwards) action();
    },
    whenLeft: async () => {
      // A connection that is not read never learns that its other end is gone.
      for (const socket of sockets) socket.resume();
      await Promise.all([...sockets].map(whenClosed));
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([close(server), close(canary)]);
    },
  };

  server.on('connection', (socket) => {
    counts.connections += 1;
    sockets.add(socket);
    socket.on('error', () => {}); // The client may break off at any time.
  });
  server.on('tlsClientError', () => {});
  server.on(tls === undefined || tls === 'raw' ? 'connection' : 'secureConnection', (socket) => {
    socket.on('error', () => {});
    serve(socket, partner);
  });
  return partner;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => void server.close(() => resolve()));
}

function whenClosed(socket: Socket): Promise<void> {
  return socket.closed
    ? Promise.resolve()
    : new Promise((resolve) => void socket.once('close', () => resolve()));
}
