import type { Clock, Logger } from '@hooklane/core';
import type { Subscriptions } from '@hooklane/subscriptions';

/** What has to be done now and then. */
export interface Housekeeping {
  /** Ends after what is under way. */
  stop(): Promise<void>;
}

export interface HousekeepingOptions {
  readonly subscriptions: Pick<Subscriptions, 'resumePublishing' | 'checkHealth' | 'purge'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

const roundMs = 60_000;
const roundsAnHour = 60;
const roundsADay = 24 * roundsAnHour;

/** Publishes every minute what could not be, looks every hour after endpoints that fail, and tidies up every day. */
export function startHousekeeping({
  subscriptions,
  clock,
  logger,
}: HousekeepingOptions): Housekeeping {
  const stopping = new AbortController();
  const { signal } = stopping;
  const working = work();
  return {
    stop: async () => {
      stopping.abort();
      await working;
    },
  };

  async function work(): Promise<void> {
    for (let round = 1; await isTime(); round += 1) {
      await attempt('publish what was not', () => subscriptions.resumePublishing({ signal }));
      if (round % roundsAnHour === 0)
        await attempt('look after endpoints', () => subscriptions.checkHealth());
      if (round % roundsADay === 0) await attempt('tidy up', () => subscriptions.purge());
    }
  }

  /** `false` when it is told to stop. */
  async function isTime(): Promise<boolean> {
    try {
      await clock.sleep(roundMs, { signal });
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    }
  }

  async function attempt(what: string, task: () => Promise<unknown>): Promise<void> {
    try {
      await task();
    } catch (error) {
      const code = error instanceof Error ? error.name : 'unknown';
      logger.error({
        message: `Subscriptions could not ${what}; the next round tries again`,
        code,
      });
    }
  }
}
