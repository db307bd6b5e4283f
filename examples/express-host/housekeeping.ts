import type { Logger } from '@hooklane/core';
import type { Subscriptions } from '@hooklane/subscriptions';

/** What has to be done now and then. */
export interface Housekeeping {
  /** Ends after what is under way. */
  stop(): Promise<void>;
}

const minuteMs = 60_000;

/** Publishes each minute what could not be, looks each hour after failing endpoints, and tidies up each day. */
export function startHousekeeping(
  subscriptions: Pick<Subscriptions, 'resumePublishing' | 'checkHealth' | 'purge'>,
  { logger }: { readonly logger: Logger },
): Housekeeping {
  const every = (ms: number, task: () => Promise<unknown>): Housekeeping => {
    let last: Promise<unknown> = Promise.resolve();
    const timer = setInterval(() => {
      last = last.then(task).catch((error: unknown) => {
        const code = error instanceof Error ? error.name : 'unknown';
        logger.error({ message: 'Housekeeping failed; the next round tries again', code });
      });
    }, ms);
    return {
      stop: async () => {
        clearInterval(timer);
        await last;
      },
    };
  };
  const tasks = [
    every(minuteMs, () => subscriptions.resumePublishing()),
    every(60 * minuteMs, () => subscriptions.checkHealth()),
    every(24 * 60 * minuteMs, () => subscriptions.purge()),
  ];
  return { stop: async () => void (await Promise.all(tasks.map((task) => task.stop()))) };
}
