import http from 'node:http';
import https from 'node:https';
import { type Clock, type ConnectionFailure, systemClock } from '@hooklane/core';
import { classifyConnectionError } from './connection-failure.ts';
import type { Transport, TransportAnswer, TransportRequest } from './transport.ts';

/** What {@link createNodeTransport} can be told. */
export interface NodeTransportOptions {
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /**
   * Idle connections kept for each origin.
   * @default 16
   */
  readonly idleConnections?: number | undefined;
}

const mostHeaderBytes = 16_384;
const mostBodyBytes = 65_536;
/** Load balancers close idle connections after a minute, unannounced: a POST on its way then is lost. */
const longestIdleMs = 30_000;

/** The default {@link Transport}: `node:https` with connections kept alive. */
export function createNodeTransport({
  clock = systemClock,
  idleConnections = 16,
}: NodeTransportOptions = {}): Transport {
  // Node heeds a partner's `Keep-Alive: timeout` only when there is a time-out of our own to shorten.
  const pool = { keepAlive: true, maxFreeSockets: idleConnections, timeout: longestIdleMs };
  const secure = new https.Agent({ ...pool, minVersion: 'TLSv1.2', rejectUnauthorized: true });
  const plain = new http.Agent(pool);
  return {
    post: (request) =>
      request.url.protocol === 'https:'
        ? exchange(https.request, secure, request, clock)
        : exchange(http.request, plain, request, clock),
    close: () => {
      destroyIdle(secure);
      destroyIdle(plain);
    },
  };
}

// agent.destroy() would break off the POSTs under way too.
function destroyIdle({ freeSockets }: http.Agent): void {
  for (const sockets of Object.values(freeSockets)) {
    for (const socket of [...(sockets ?? [])]) socket.destroy();
  }
}

function exchange(
  open: typeof https.request,
  agent: http.Agent,
  { url, headers, body, timeoutMs, signal }: TransportRequest,
  clock: Clock,
): Promise<TransportAnswer> {
  return new Promise((resolve, reject) => {
    let request: http.ClientRequest;
    try {
      request = open(url, { method: 'POST', agent, headers, maxHeaderSize: mostHeaderBytes });
    } catch {
      // Node refuses a header before it opens a socket; its error may quote the value.
      resolve({ kind: 'unsendable' });
      return;
    }
    const over = new AbortController();
    let response: http.IncomingMessage | undefined;

    const settle = (failure?: ConnectionFailure): void => {
      if (over.signal.aborted) return;
      over.abort();
      signal?.removeEventListener('abort', onAbort);
      // A connection whose answer or request has not ended cannot carry another request.
      const isOver = response?.complete === true && request.writableFinished;
      if (failure !== undefined || !isOver) request.destroy();
      resolve(toAnswer(response, failure));
    };
    const onAbort = (): void => {
      over.abort();
      request.destroy();
      reject(signal?.reason);
    };

    request.on('error', (error) => settle(classifyConnectionError(error)));
    request.on('upgrade', (_, socket) => {
      socket.destroy();
      settle('protocol');
    });
    request.on('response', (incoming) => {
      response = incoming;
      drain(incoming, settle);
    });
    clock.sleep(timeoutMs, { signal: over.signal }).then(
      () => settle('timeout'),
      () => {}, // The answer was first.
    );
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
    request.end(body);
  });
}

/** Reads a body to its end, so that the connection can be used again, or to the cap. */
function drain(
  response: http.IncomingMessage,
  settle: (failure?: ConnectionFailure) => void,
): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > mostBodyBytes) settle();
  });
  response.on('end', () => settle());
  response.on('error', (error) => settle(classifyConnectionError(error)));
}

function toAnswer(
  response: http.IncomingMessage | undefined,
  failure: ConnectionFailure | undefined,
): TransportAnswer {
  if (response?.statusCode === undefined) return { kind: 'failed', code: failure ?? 'protocol' };
  return {
    kind: 'answered',
    status: response.statusCode,
    retryAfter: response.headers['retry-after'],
    location: response.headers.location,
    bodyError: failure,
  };
}
