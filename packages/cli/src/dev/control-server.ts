import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Clock, systemClock } from '@hooklane/core';
import type { Local } from '@hooklane/local';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { explainError } from '../explain-error.ts';
import type { AttemptFeed } from './attempt-feed.ts';
import { streamAttempts } from './attempt-stream.ts';
import { answerControl } from './control-routes.ts';
import type { DevRefusal } from './dev-connection.ts';

/** Lets other commands of the same user work on the local system. */
export interface ControlServer extends AsyncDisposable {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
}

export interface ControlServerOptions {
  readonly local: Local;
  readonly feed: AttemptFeed;
  /** Whoever does not say it is turned away. */
  readonly token: string;
  /** @default the system clock */
  readonly clock?: Clock;
}

const mostBodyBytes = 65_536;
const graceMs = 500;

/** Starts the server on a free port of the loopback interface. */
export async function startControlServer(options: ControlServerOptions): Promise<ControlServer> {
  const ending = new AbortController();
  const server = createServer((request, response) => {
    void serve(request, response, { ...options, host, signal: ending.signal });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    [Symbol.asyncDispose]: async () => {
      // Streams end in good order first.
      ending.abort();
      const closed = new AbortController();
      server.close(() => closed.abort());
      const { clock = systemClock } = options;
      try {
        await clock.sleep(graceMs, { signal: closed.signal });
        // Whoever reads no more, such as a stopped process, would keep it open.
        server.closeAllConnections();
      } catch (error) {
        if (!closed.signal.aborted) throw error;
      }
    },
  };
}

interface Serving extends ControlServerOptions {
  readonly host: string;
  readonly signal: AbortSignal;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { local, feed, clock = systemClock, signal, ...allowed }: Serving,
): Promise<void> {
  // Whoever breaks off gets no answer.
  response.on('error', () => {});
  response.setHeader('connection', 'close');
  try {
    checkAllowed(request, allowed);
    const method = request.method ?? '';
    const url = new URL(request.url ?? '/', `http://${allowed.host}`);
    if (method === 'GET' && url.pathname === '/attempts') {
      await streamAttempts(response, { feed, clock, signal });
      return;
    }
    const body = await readJson(request);
    const answer = await answerControl(local, { method, url, body });
    if (answer === undefined) response.writeHead(204).end();
    else sendJson(response, 200, answer);
  } catch (error) {
    const { code, message, exitCode, isUnexpected } = explainError(error);
    const refusal: DevRefusal = { code, message, exitCode };
    sendJson(response, isUnexpected ? 500 : statusOf(error, exitCode), refusal);
  }
}

const statuses: Readonly<Record<string, number>> = {
  unauthorized: 401,
  wrong_host: 403,
  body_too_large: 413,
};

function statusOf(error: unknown, exitCode: number): number {
  const own = error instanceof CliError ? statuses[error.code] : undefined;
  if (own !== undefined) return own;
  if (exitCode === exitCodes.notFound) return 404;
  return exitCode === exitCodes.refused ? 409 : 400;
}

function checkAllowed(
  { headers }: IncomingMessage,
  { host, token }: Pick<Serving, 'host' | 'token'>,
): void {
  // A web page whose name leads to 127.0.0.1 brings its own name here.
  if (headers.host !== host) {
    throw refuse('wrong_host', `The host must be ${host}`);
  }
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  // Digests are of one length, whatever was sent.
  if (!timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${token}`))) {
    throw refuse('unauthorized', 'The token is not the one of this `hooklane dev`');
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > mostBodyBytes) {
      throw refuse('body_too_large', `The body must have at most ${mostBodyBytes} bytes`);
    }
    chunks.push(chunk);
  }
  if (bytes === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString());
  } catch {
    throw new CliError('The body must be JSON');
  }
}

function refuse(code: string, message: string): CliError {
  return new CliError(message, { code, exitCode: exitCodes.noAccess });
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
