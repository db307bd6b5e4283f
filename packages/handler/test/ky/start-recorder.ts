import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createServer as createTlsServer, TLSSocket, type TlsOptions } from 'node:tls';

/** A request as it came over the wire. */
export interface RecordedRequest {
  /** `POST /hooks HTTP/1.1` and the lines of the headers. */
  readonly head: readonly string[];
  readonly body: string;
  /** Number of the connection that it came on, from 1. */
  readonly connection: number;
}

/** A partner that remembers what it was sent. */
export interface Recorder extends AsyncDisposable {
  readonly url: URL;
  readonly requests: readonly RecordedRequest[];
  readonly connections: number;
  /** What the client and the partner agreed to speak over TLS. */
  readonly protocols: readonly unknown[];
  /** Resolves once so many connections are open. */
  whenOpen(count: number): Promise<void>;
}

/** What a recorder answers to the request of a number, from 1. */
export type RecorderAnswer = string | ((socket: Socket, request: number) => void);

export const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

/** Starts a recorder on loopback; with `tls` it speaks TLS. */
export async function startRecorder(
  answer: RecorderAnswer = ok,
  tls?: TlsOptions,
): Promise<Recorder> {
  const requests: RecordedRequest[] = [];
  const protocols: unknown[] = [];
  const sockets = new Set<Socket>();
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  let connections = 0;
  server.on(tls === undefined ? 'connection' : 'secureConnection', (socket: Socket) => {
    connections += 1;
    const connection = connections;
    if (socket instanceof TLSSocket) protocols.push(socket.alpnProtocol);
    sockets.add(socket);
    socket.on('error', () => {}); // The client may break off at any time.
    socket.on('close', () => {
      sockets.delete(socket);
      server.emit('left');
    });
    readRequests(socket, ({ head, body }) => {
      requests.push({ head, body, connection });
      if (typeof answer === 'string') socket.write(answer);
      else answer(socket, requests.length);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/hooks?of=acme`),
    requests,
    protocols,
    get connections() {
      return connections;
    },
    whenOpen: async (count) => {
      while (sockets.size !== count) await once(server, 'left');
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function readRequests(
  socket: Socket,
  onRequest: (request: Omit<RecordedRequest, 'connection'>) => void,
): void {
  let received = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    const end = received.indexOf('\r\n\r\n');
    if (end === -1) return;
    const head = received.toString('latin1', 0, end).split('\r\n');
    const length = head.find((line) => /^content-length:/i.test(line))?.split(':')[1];
    const whole = end + 4 + Number(length ?? 0);
    if (received.length < whole) return;
    const body = received.toString('utf8', end + 4, whole);
    received = received.subarray(whole);
    onRequest({ head, body });
  });
}
