import { constants } from 'node:os';
import type { StopOptions, Worker } from './worker.ts';

/** The part of `process` that {@link runWorker} uses. */
export interface SignalledProcess {
  on(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  off(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): unknown;
  exit(code: number): never;
}

/** How {@link runWorker} ends. */
export interface RunWorkerOptions extends StopOptions {
  /** @default SIGTERM and SIGINT */
  readonly signals?: readonly NodeJS.Signals[] | undefined;
  /** @default the process itself */
  readonly process?: SignalledProcess | undefined;
}

/**
 * Works until the process is told to end: the first signal stops polling, lets what is under way end and
 * gives back what was not begun; a second one exits at once, with 128 and its number as usual. Resolves with
 * the signal once the worker has stopped.
 *
 * @example
 * await runWorker(createWorker({ lanes, secrets }));
 */
export function runWorker(
  worker: Worker,
  {
    signals = ['SIGTERM', 'SIGINT'],
    process: host = process,
    ...stopOptions
  }: RunWorkerOptions = {},
): Promise<NodeJS.Signals> {
  return new Promise((resolve, reject) => {
    let isStopping = false;
    const onSignal = (signal: NodeJS.Signals): void => {
      if (isStopping) host.exit(128 + constants.signals[signal]);
      isStopping = true;
      const leave = (): void => {
        for (const name of signals) host.off(name, onSignal);
      };
      worker
        .stop(stopOptions)
        .finally(leave)
        .then(() => resolve(signal), reject);
    };
    for (const name of signals) host.on(name, onSignal);
    worker.start();
  });
}
