import type { Socket } from 'node:net';
import { Client } from 'undici';
import type { GuardedConnector } from './guarded-connector.ts';

/** One connection, which carries one request at a time. */
export interface Connection {
  readonly client: Client;
  /** Calls `listener` after each read, in place of the one before. */
  onRead(listener: () => void): void;
  /** Bytes read from the socket so far. */
  bytesRead(): number;
  /** Whether a part of a request still waits to be written: such a connection can carry no other. */
  hasUnsentBytes(): boolean;
  /** What the socket itself reported; undici tells only that the other side closed. */
  socketError(): Error | undefined;
  /** Breaks off what is under way, the opening of the connection too. */
  destroy(): void;
}

const mostHeaderBytes = 16_384;
/** Load balancers close idle connections after a minute, unannounced: a POST on its way then is lost. */
const longestIdleMs = 30_000;

/** Makes a connection that opens with its first request, and anew if it closed before the next. */
export function openConnection(origin: string, connector: GuardedConnector): Connection {
  let connecting: Socket | undefined;
  let connected: Socket | undefined;
  let socketError: Error | undefined;
  let listener = (): void => {};
  const client = new Client(origin, {
    allowH2: false,
    pipelining: 1,
    maxHeaderSize: mostHeaderBytes,
    // One deadline covers everything: these two begin anew with each interim answer and each chunk.
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: longestIdleMs,
    keepAliveMaxTimeout: longestIdleMs,
    connect: (options, callback) => {
      socketError = undefined;
      connecting = connector(options, (...opened) => {
        const [, socket] = opened;
        connected = socket ?? undefined;
        socket?.once('error', (error) => {
          socketError = error;
        });
        callback(...opened);
        socket?.on('readable', () => listener()); // After the listener of undici, which parses.
      });
    },
  });
  return {
    client,
    onRead: (next) => {
      listener = next;
    },
    bytesRead: () => connected?.bytesRead ?? 0,
    hasUnsentBytes: () => (connected?.writableLength ?? 0) > 0,
    socketError: () => socketError,
    destroy: () => {
      void client.destroy();
      connecting?.destroy(); // A client that is destroyed waits for its connection first.
    },
  };
}
