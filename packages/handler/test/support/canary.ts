import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** Listens where nothing must ever connect. */
export interface Canary extends AsyncDisposable {
  readonly port: number;
  /** Connections so far. */
  readonly connections: number;
}

/** Starts listeners on the loopback addresses of both families, on one port. */
export async function startCanary(): Promise<Canary> {
  let connections = 0;
  const sockets = new Set<Socket>();
  const onConnection = (socket: Socket): void => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {}); // Whoever connected may break off; it is counted.
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
  };
  const v4 = createServer(onConnection).listen(0, '127.0.0.1');
  await once(v4, 'listening');
  const { port } = v4.address() as AddressInfo;
  const v6 = createServer(onConnection).listen(port, '::1');
  await once(v6, 'listening');
  return {
    port,
    get connections() {
      return connections;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([close(v4), close(v6)]);
    },
  };
}

async function close(server: Server): Promise<void> {
  server.close();
  await once(server, 'close');
}
