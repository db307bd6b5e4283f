import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environmentOf, invocationOf, memoryOf } from './function-environment.ts';
import { type FunctionProcess, startFunctionProcess } from './function-process.ts';
import type { FunctionError, InvokeOutcome } from './invoke-outcome.ts';
import { unzip } from './unzip.ts';

export type { FunctionError, InvokeOutcome } from './invoke-outcome.ts';

/** What a function is made of, as in `CreateFunction`. */
export interface StartFunctionOptions {
  readonly zip: Uint8Array;
  /** `index.handler` */
  readonly handler: string;
  /** All that the function sees, besides what Lambda sets; nothing is inherited but `PATH`. */
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** @default 128 */
  readonly memoryMb?: number;
  /** @default 'function-under-test' */
  readonly functionName?: string;
  /** What `ricDirectory` returned. */
  readonly ric: string;
  /** @default the Node that runs this */
  readonly nodePath?: string;
}

/** A function, in one process at a time. */
export interface RunningFunction extends AsyncDisposable {
  /** Invocations wait for their turn. A function that was killed, or ended itself, is started again first. */
  invoke(event: unknown): Promise<InvokeOutcome>;
  /** What it wrote so far, on either stream, all its processes together. */
  readonly output: string;
  /** From the start of the process to its first request for an event; of the newest process. */
  readonly readyMs: number;
  /** Why the newest process did not start, if it did not. */
  readonly initError: FunctionError | undefined;
  /** The most memory that one of its processes had resident. */
  peakRssKb(): number;
  /** Kills the process and removes the code. Stopping twice is fine. */
  stop(): Promise<void>;
}

interface Session {
  readonly options: StartFunctionOptions;
  readonly taskRoot: string;
  process: FunctionProcess | undefined;
  output: string;
  readyMs: number;
  initError: FunctionError | undefined;
  peakKb: number;
  isStopped: boolean;
}

// Lambda gives 10 seconds; a machine that runs a test suite at the same time may need longer.
const initTimeoutMs = 30_000;

/**
 * Unpacks a function and starts it under Lambda's own runtime client.
 *
 * @throws Error with the name and the message of the function's own error when its init fails
 */
export async function startFunction(options: StartFunctionOptions): Promise<RunningFunction> {
  const session: Session = {
    options,
    taskRoot: await unpack(options.zip),
    process: undefined,
    output: '',
    readyMs: 0,
    initError: undefined,
    peakKb: 0,
    isStopped: false,
  };
  const failure = await startProcess(session);
  if (failure !== undefined) {
    await stop(session);
    const error = new Error(failure.errorMessage, { cause: session.output });
    error.name = failure.errorType;
    throw error;
  }
  return runningFunction(session);
}

function runningFunction(session: Session): RunningFunction {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    invoke: (event) => {
      const invocation = turn.then(() => invoke(session, event));
      turn = invocation.catch(() => undefined);
      return invocation;
    },
    get output() {
      return session.output;
    },
    get readyMs() {
      return session.readyMs;
    },
    get initError() {
      return session.initError;
    },
    peakRssKb: () => peakRssKb(session),
    stop: () => stop(session),
    [Symbol.asyncDispose]: () => stop(session),
  };
}

async function unpack(zip: Uint8Array): Promise<string> {
  const entries = unzip(zip);
  const taskRoot = await mkdtemp(join(tmpdir(), 'hooklane-function-'));
  for (const { path, content, mode } of entries) {
    const target = join(taskRoot, path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content, { mode });
  }
  return taskRoot;
}

/** Starts the process and waits until it is ready; returns why it is not. */
async function startProcess(session: Session): Promise<FunctionError | undefined> {
  const { options, taskRoot } = session;
  const process = await startFunctionProcess({
    nodePath: options.nodePath ?? globalThis.process.execPath,
    ric: options.ric,
    taskRoot,
    environment: environmentOf(options),
    memoryMb: memoryOf(options),
    onOutput: (text) => {
      session.output += text;
    },
  });
  session.process = process;
  const init = await within(initTimeoutMs, process.init);
  session.readyMs = init?.afterMs ?? initTimeoutMs;
  session.initError = init === undefined ? initTimedOut() : errorOf(init);
  if (session.initError !== undefined) await endProcess(session);
  return session.initError;
}

function errorOf(init: Awaited<FunctionProcess['init']>): FunctionError | undefined {
  return init.state === 'failed' ? init.error : undefined;
}

function initTimedOut(): FunctionError {
  return { errorType: 'Sandbox.Timedout', errorMessage: `Init took over ${initTimeoutMs} ms.` };
}

async function invoke(session: Session, event: unknown): Promise<InvokeOutcome> {
  if (session.isStopped) throw new Error('The function is stopped.');
  if (session.process?.isAlive !== true) {
    await endProcess(session);
    const failure = await startProcess(session);
    if (failure !== undefined) return { ok: false, ...failure };
  }
  const { timeoutMs } = session.options;
  const invocation = invocationOf(session.options, event);
  const outcome = await within(timeoutMs, session.process?.invoke(invocation));
  if (outcome !== undefined) return outcome;
  await endProcess(session);
  const seconds = (timeoutMs / 1_000).toFixed(2);
  return {
    ok: false,
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${invocation.requestId} Error: Task timed out after ${seconds} seconds`,
  };
}

/** The value, or `undefined` when it takes longer. */
async function within<T>(timeoutMs: number, value: Promise<T> | undefined): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), timeoutMs);
  });
  try {
    return await Promise.race([value, timeout]);
  } finally {
    clearTimeout(timer);
  }
}

function peakRssKb(session: Session): number {
  session.peakKb = Math.max(session.peakKb, session.process?.peakRssKb() ?? 0);
  return session.peakKb;
}

async function endProcess(session: Session): Promise<void> {
  peakRssKb(session);
  await session.process?.stop();
}

async function stop(session: Session): Promise<void> {
  session.isStopped = true;
  await endProcess(session);
  await rm(session.taskRoot, { recursive: true, force: true });
}
