import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FunctionError, InvokeOutcome } from './invoke-outcome.ts';
import { createRuntimeApi, type InitOutcome, type Invocation } from './runtime-api.ts';

/** What one process of a function is started from. */
export interface FunctionProcessOptions {
  readonly nodePath: string;
  /** The directory of the package `aws-lambda-ric`. */
  readonly ric: string;
  /** Where the function's code is. */
  readonly taskRoot: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly memoryMb: number;
  readonly onOutput: (text: string) => void;
}

/** One execution environment: a Runtime API, and the runtime client as its process. */
export interface FunctionProcess {
  /** Settles when the runtime asks for its first event, or failed before. */
  readonly init: Promise<InitOutcome & { readonly afterMs: number }>;
  readonly isAlive: boolean;
  invoke(invocation: Invocation): Promise<InvokeOutcome>;
  peakRssKb(): number;
  /** Kills the process, which Lambda does without a word either. */
  stop(): Promise<void>;
}

/** Starts the runtime client on a function's code. */
export async function startFunctionProcess(
  options: FunctionProcessOptions,
): Promise<FunctionProcess> {
  const api = await createRuntimeApi();
  const startedMs = performance.now();
  const child = spawnRuntime(options, api.address);
  const exit = exitOf(child, options.onOutput);
  const init = Promise.race([api.init, exit.then(initFailed)]);
  const readRss = createRssReader(child);
  return {
    init: init.then((outcome) => ({ ...outcome, afterMs: performance.now() - startedMs })),
    get isAlive() {
      return child.exitCode === null && child.signalCode === null && child.pid !== undefined;
    },
    invoke: (invocation) =>
      Promise.race([
        api.invoke(invocation).finally(readRss),
        exit.then((reason) => exitError(invocation, reason)),
      ]),
    peakRssKb: readRss,
    stop: async () => {
      readRss();
      child.kill('SIGKILL');
      await exit;
      await api.close();
    },
  };
}

function spawnRuntime(options: FunctionProcessOptions, address: string): ChildProcess {
  const { nodePath, ric, taskRoot, environment, memoryMb } = options;
  // Lambda bounds the heap too, so that a leak ends in Node's own words.
  const heapMb = Math.floor(memoryMb * 0.9);
  return spawn(nodePath, [`--max-old-space-size=${heapMb}`, join(ric, 'index.mjs')], {
    cwd: taskRoot,
    env: { ...environment, LAMBDA_TASK_ROOT: taskRoot, AWS_LAMBDA_RUNTIME_API: address },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Says how the process ended, once all that it wrote is read. */
async function exitOf(child: ChildProcess, onOutput: (text: string) => void): Promise<string> {
  child.stdout?.setEncoding('utf8').on('data', onOutput);
  child.stderr?.setEncoding('utf8').on('data', onOutput);
  try {
    const [code, signal] = await once(child, 'close');
    return signal === null ? `exit status ${code}` : `signal: ${signal}`;
  } catch (error) {
    return String(error);
  }
}

function initFailed(reason: string): InitOutcome {
  return { state: 'failed', error: runtimeExited(reason) };
}

function exitError({ requestId }: Invocation, reason: string): InvokeOutcome {
  const { errorType, errorMessage } = runtimeExited(reason);
  return { ok: false, errorType, errorMessage: `RequestId: ${requestId} Error: ${errorMessage}` };
}

function runtimeExited(reason: string): FunctionError {
  return { errorType: 'Runtime.ExitError', errorMessage: `Runtime exited with error: ${reason}` };
}

/** Reads the most memory the process had resident; the last number known when it is gone. */
function createRssReader({ pid }: ChildProcess): () => number {
  let peakKb = 0;
  return () => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const [, found] = /^VmHWM:\s+(\d+) kB$/m.exec(status) ?? [];
      peakKb = Math.max(peakKb, Number(found ?? 0));
    } catch {
      // The process is gone.
    }
    return peakKb;
  };
}
