import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type FunctionError, functionErrorOf, type InvokeOutcome } from './invoke-outcome.ts';

/** What a function is told of one invocation. */
export interface Invocation {
  readonly requestId: string;
  /** The event, as JSON. */
  readonly payload: string;
  readonly deadlineMs: number;
  readonly functionArn: string;
  readonly traceId: string;
}

/** What the first word of a runtime is. */
export type InitOutcome =
  | { readonly state: 'ready' }
  | { readonly state: 'failed'; readonly error: FunctionError };

/**
 * The Lambda Runtime API for one process, version 2018-06-01.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export interface RuntimeApi extends AsyncDisposable {
  /** `127.0.0.1:<port>`, for `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Settles at the first `next` of the runtime, or at its init error. */
  readonly init: Promise<InitOutcome>;
  /** Hands one event to the runtime when it asks for the next; one at a time. */
  invoke(invocation: Invocation): Promise<InvokeOutcome>;
  /** Ends the server and its connections. Closing twice is fine. */
  close(): Promise<void>;
}

interface Current {
  readonly invocation: Invocation;
  readonly settle: (outcome: InvokeOutcome) => void;
  isTaken: boolean;
}

interface State {
  readonly init: PromiseWithResolvers<InitOutcome>;
  current?: Current | undefined;
  /** The runtime waits here for its next event. */
  waiting?: ServerResponse | undefined;
}

// The quota of a synchronous response, as Lambda names it when it refuses one.
const maxResponseBytes = 6_291_556;

/** Starts a Runtime API on a free port of the loopback interface. */
export async function createRuntimeApi(): Promise<RuntimeApi> {
  const state: State = { init: Promise.withResolvers<InitOutcome>() };
  const server = createServer((request, response) => {
    answer(state, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  // `next` is answered when there is an event: hours later, perhaps.
  server.requestTimeout = 0;
  const { port } = await listen(server);
  const close = (): Promise<void> => closeServer(server);
  return {
    address: `127.0.0.1:${port}`,
    init: state.init.promise,
    invoke: (invocation) => invoke(state, invocation),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function invoke(state: State, invocation: Invocation): Promise<InvokeOutcome> {
  if (state.current !== undefined) throw new Error('A runtime takes one invocation at a time.');
  const { promise, resolve } = Promise.withResolvers<InvokeOutcome>();
  state.current = { invocation, settle: resolve, isTaken: false };
  handOver(state);
  return promise;
}

/** Gives the event to the runtime, if there is an event and the runtime asks. */
function handOver(state: State): void {
  const { current, waiting } = state;
  if (current === undefined || current.isTaken || waiting === undefined) return;
  current.isTaken = true;
  state.waiting = undefined;
  const { invocation } = current;
  waiting.writeHead(200, {
    'content-type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
    'Lambda-Runtime-Deadline-Ms': String(invocation.deadlineMs),
    'Lambda-Runtime-Invoked-Function-Arn': invocation.functionArn,
    'Lambda-Runtime-Trace-Id': invocation.traceId,
  });
  waiting.end(invocation.payload);
}

async function answer(
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url?.replace('/2018-06-01/runtime/', '');
  const body = await text(request);
  if (request.method === 'GET' && path === 'invocation/next') {
    state.init.resolve({ state: 'ready' });
    state.waiting = response;
    handOver(state);
  } else if (request.method === 'POST' && path === 'init/error') {
    state.init.resolve({ state: 'failed', error: functionErrorOf(body) });
    accept(response);
  } else {
    const [, id, kind] = /^invocation\/([^/]+)\/(response|error)$/.exec(path ?? '') ?? [];
    if (request.method !== 'POST' || id === undefined) refuse(response, 404, 'NotFound');
    else settle(state, id, { isError: kind === 'error', body }, response);
  }
}

function settle(
  state: State,
  id: string,
  { isError, body }: { readonly isError: boolean; readonly body: string },
  response: ServerResponse,
): void {
  const { current } = state;
  if (current === undefined || current.invocation.requestId !== decodeURIComponent(id)) {
    refuse(response, 400, 'InvalidRequestID');
    return;
  }
  state.current = undefined;
  const size = Buffer.byteLength(body);
  if (isError) {
    current.settle({ ok: false, ...functionErrorOf(body) });
    accept(response);
  } else if (size > maxResponseBytes) {
    current.settle(tooLarge(size));
    refuse(response, 413, 'RequestEntityTooLarge');
  } else {
    current.settle(parseValue(body));
    accept(response);
  }
}

function tooLarge(size: number): InvokeOutcome {
  return {
    ok: false,
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: `Response payload size exceeded maximum allowed payload size (${maxResponseBytes} bytes). Received: ${size}`,
  };
}

function parseValue(body: string): InvokeOutcome {
  try {
    return { ok: true, value: JSON.parse(body) };
  } catch {
    return { ok: false, errorType: 'Runtime.MalformedResponse', errorMessage: 'Not JSON.' };
  }
}

function accept(response: ServerResponse): void {
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
}

function refuse(response: ServerResponse, status: number, errorType: string): void {
  const body = JSON.stringify({ errorType, errorMessage: errorType });
  response.writeHead(status, { 'content-type': 'application/json' }).end(body);
}

async function listen(server: Server): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return server.address() as AddressInfo;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Closing what is closed gives an error, which is what was wanted.
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
