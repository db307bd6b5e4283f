import {
  type ResultsWorkerOptions,
  type Subscriptions,
  startResultsWorker,
} from '@hooklane/subscriptions';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Stores what became of each attempt, and looks after subscriptions every minute, hour and day, until it is stopped. */
export function startResults(
  subscriptions: Subscriptions,
  options: Pick<ResultsWorkerOptions, 'resultsQueueUrl' | 'pollSeconds'>,
): { stop(): Promise<void> } {
  const worker = startResultsWorker({ subscriptions, ...options });
  const timers = [
    every(minuteMs, () => subscriptions.resumePublishing()),
    every(hourMs, () => subscriptions.checkHealth()),
    every(dayMs, () => subscriptions.purge()),
  ];
  return {
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      await worker.stop();
    },
  };
}

function every(periodMs: number, task: () => Promise<unknown>): NodeJS.Timeout {
  return setInterval(() => {
    // The next round tries again.
    task().catch((error: unknown) => console.error(error));
  }, periodMs);
}
