import http from 'node:http';
import https from 'node:https';
import { rootCertificates } from 'node:tls';
import { type Clock, type ConnectionFailure, createEgressGuard, systemClock } from '@hooklane/core';
import { createAddressLookup } from './address-lookup.ts';
import { keepSnippet, type SnippetKeeper } from './answer-snippet.ts';
import { classifyConnectionError } from './connection-failure.ts';
import { guardConnections } from './guarded-agent.ts';
import type {
  Transport,
  TransportAnswer,
  TransportOptions,
  TransportRequest,
} from './transport.ts';

const mostHeaderBytes = 16_384;
const mostBodyBytes = 65_536;
/** Load balancers close idle connections after a minute, unannounced: a POST on its way then is lost. */
const longestIdleMs = 30_000;

/**
 * The default {@link Transport}: `node:https` with connections kept alive, which go to addresses that
 * `egress` allows only. Names are resolved and judged for each connection, and the address of the
 * connection itself once more before anything is sent.
 *
 * @throws HooklaneError `invalid_options`
 */
export function createNodeTransport(options: TransportOptions = {}): Transport {
  const { egress, dnsServers, ca, clock = systemClock, idleConnections = 16 } = options;
  const guard = createEgressGuard(egress);
  const pool = {
    keepAlive: true,
    maxFreeSockets: idleConnections,
    // Node heeds a partner's `Keep-Alive: timeout` only when there is a time-out of our own to shorten.
    timeout: longestIdleMs,
    lookup: createAddressLookup({ guard, dnsServers }),
  };
  const secure = new https.Agent({
    ...pool,
    minVersion: 'TLSv1.2',
    // Said aloud, it beats NODE_TLS_REJECT_UNAUTHORIZED=0.
    rejectUnauthorized: true,
    ...(ca !== undefined && { ca: [...rootCertificates, ...[ca].flat()] }),
  });
  const plain = new http.Agent(pool);
  guardConnections(secure, guard);
  guardConnections(plain, guard);
  return {
    post: async (request) => {
      // Node does not look up a host that is an address.
      if (!guard.allowsHost(request.url.hostname)) {
        return { kind: 'failed', code: 'blocked_address' };
      }
      return request.url.protocol === 'https:'
        ? exchange(https.request, secure, request, clock)
        : exchange(http.request, plain, request, clock);
    },
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
  { url, headers, body, timeoutMs, snippetBytes, signal }: TransportRequest,
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
    const snippet = keepSnippet(snippetBytes);
    let response: http.IncomingMessage | undefined;

    const settle = (failure?: ConnectionFailure): void => {
      if (over.signal.aborted) return;
      over.abort();
      signal?.removeEventListener('abort', onAbort);
      // A connection whose answer or request has not ended cannot carry another request.
      const isOver = response?.complete === true && request.writableFinished;
      if (failure !== undefined || !isOver) request.destroy();
      resolve(toAnswer(response, failure, snippet));
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
      drain(incoming, snippet, settle);
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
  snippet: SnippetKeeper,
  settle: (failure?: ConnectionFailure) => void,
): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    snippet.add(chunk);
    bytes += chunk.length;
    if (bytes > mostBodyBytes) settle();
  });
  response.on('end', () => settle());
  response.on('error', (error) => settle(classifyConnectionError(error)));
}

function toAnswer(
  response: http.IncomingMessage | undefined,
  failure: ConnectionFailure | undefined,
  snippet: SnippetKeeper,
): TransportAnswer {
  if (response?.statusCode === undefined) return { kind: 'failed', code: failure ?? 'protocol' };
  const deliveryControl = response.headers['webhook-delivery'];
  return {
    kind: 'answered',
    status: response.statusCode,
    retryAfter: response.headers['retry-after'],
    location: response.headers.location,
    deliveryControl: typeof deliveryControl === 'string' ? deliveryControl : undefined,
    bodyError: failure,
    snippet: snippet.text(),
  };
}
