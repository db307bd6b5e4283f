import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { ConnectionFailure } from '@hooklane/core';
import { keepSnippet, type SnippetKeeper } from './answer-snippet.ts';
import { classifyConnectionError } from './connection-failure.ts';
import type { SharedDeadlines } from './shared-deadlines.ts';
import type { TransportAnswer, TransportRequest } from './transport.ts';

/** What {@link exchange} opens its connection with. */
export interface ExchangeOptions {
  readonly open: (options: RequestOptions) => ClientRequest;
  readonly agent: Agent;
  readonly deadlines: SharedDeadlines;
}

/** What has come of an answer. */
interface Received {
  response: IncomingMessage | undefined;
  /** A 1xx came. */
  hasHint: boolean;
  readonly snippet: SnippetKeeper;
}

const post = { method: 'POST', maxHeaderSize: 16_384 };
const mostBodyBytes = 65_536;
const longestText = 8_192;

/** Where a URL leads. Given as it is, Node takes a tenth of a POST to take it apart. */
function locate({ hostname, port, pathname, search }: URL): RequestOptions {
  const isV6 = hostname.startsWith('[');
  return { hostname: isV6 ? hostname.slice(1, -1) : hostname, port, path: pathname + search };
}

/** Names and values in turn, which Node checks as it writes them. It adds no `host` to such a list. */
function listHeaders(headers: TransportRequest['headers'], { host }: URL): readonly string[] {
  const list = ['host', host];
  for (const [name, value] of Object.entries(headers)) list.push(name, value);
  return list;
}

/** Makes one POST on Node's HTTP client; rejects only with the reason of the request's signal. */
export function exchange(
  { url, headers, body, timeoutMs, snippetBytes, signal }: TransportRequest,
  { open, agent, deadlines }: ExchangeOptions,
): Promise<TransportAnswer> {
  return new Promise((resolve, reject) => {
    let request: ClientRequest;
    try {
      request = open({ ...locate(url), ...post, agent, headers: listHeaders(headers, url) });
    } catch {
      // Node refuses a header before it opens a socket; its error may quote the value.
      resolve({ kind: 'unsendable' });
      return;
    }
    let isOver = false;
    const received: Received = {
      response: undefined,
      hasHint: false,
      snippet: keepSnippet(snippetBytes),
    };
    const settle = (failure?: ConnectionFailure): void => {
      if (isOver) return;
      isOver = true;
      endDeadline();
      signal?.removeEventListener('abort', onAbort);
      if (failure === undefined && received.response?.complete === true) endOrDestroy(request);
      else request.destroy();
      resolve(toAnswer(received, failure));
    };
    const onAbort = (): void => {
      isOver = true;
      endDeadline();
      request.destroy();
      reject(signal?.reason);
    };
    const endDeadline = deadlines.start(timeoutMs, () => settle('timeout'));
    listen(request, received, settle);
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
    endWith(request, body);
  });
}

/**
 * Sends a body in one write with its headers, as Node does for text only: letter by letter, latin1 is bytes. Above the
 * size that Node writes without a detour, copying costs more than it saves.
 */
function endWith(request: ClientRequest, body: Uint8Array): void {
  const { buffer, byteOffset, length } = body;
  if (length > longestText) request.end(body);
  else request.end(Buffer.from(buffer, byteOffset, length).toString('latin1'), 'latin1');
}

/**
 * Leaves the connection to the next request, unless this one has not ended: it then cannot carry another. An answer
 * over TLS often comes before Node says that the body is written, which it says in the next turn of the event loop.
 */
function endOrDestroy(request: ClientRequest): void {
  if (request.writableFinished) return;
  setImmediate(() => {
    if (!request.writableFinished) request.destroy();
  });
}

function listen(
  request: ClientRequest,
  received: Received,
  settle: (failure?: ConnectionFailure) => void,
): void {
  request.on('information', () => {
    received.hasHint = true;
  });
  request.on('error', (error) => {
    const failure = classifyConnectionError(error);
    // Whoever says 1xx only has answered, and badly.
    const isHintOnly = failure === 'reset' && received.hasHint && received.response === undefined;
    settle(isHintOnly ? 'protocol' : failure);
  });
  request.on('upgrade', (_, socket) => {
    socket.destroy();
    settle('protocol');
  });
  request.on('response', (response) => {
    received.response = response;
    drain(response, received.snippet, settle);
  });
}

/** Reads a body to its end, so that the connection can be used again, or to the cap. */
function drain(
  response: IncomingMessage,
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

/** Node would make an object of all headers, of which three at most are looked at. */
function valuesOf(name: string, rawHeaders: readonly string[]): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const found = rawHeaders[index] ?? '';
    if (found.length === name.length && found.toLowerCase() === name) {
      values.push(rawHeaders[index + 1] ?? '');
    }
  }
  return values;
}

function toAnswer(
  { response, snippet }: Received,
  failure: ConnectionFailure | undefined,
): TransportAnswer {
  if (response?.statusCode === undefined) return { kind: 'failed', code: failure ?? 'protocol' };
  const { rawHeaders } = response;
  return {
    kind: 'answered',
    status: response.statusCode,
    retryAfter: valuesOf('retry-after', rawHeaders)[0],
    location: valuesOf('location', rawHeaders)[0],
    // Two that differ say nothing.
    deliveryControl: valuesOf('webhook-delivery', rawHeaders).join(', ') || undefined,
    bodyError: failure,
    snippet: snippet.text(),
  };
}
