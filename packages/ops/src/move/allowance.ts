import { type Clock, sleepUnlessAborted } from '@hooklane/core';

/** How many messages may still be received, and when. */
export interface Allowance {
  /** Waits for the turn and gives how many to ask for: up to ten; 0 when all places are taken or the signal ended it. */
  take(): Promise<number>;
  /** Gives back what brought no move. */
  giveBack(places: number): void;
  /** As many as `limit` were moved. Places that are taken count only until they are given back. */
  readonly isUsedUp: boolean;
}

/** What an {@link Allowance} keeps to. */
export interface AllowanceOptions {
  /** @default none */
  readonly limit?: number | undefined;
  /** May be infinite. */
  readonly ratePerSecond: number;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** SQS hands out ten messages at most (ReceiveMessage). */
export const largestReceive = 10;

/** Makes an allowance. Places are taken before a receive, so that no message waits in flight for its turn. */
export function createAllowance(options: AllowanceOptions): Allowance {
  const { limit = Number.POSITIVE_INFINITY, ratePerSecond, clock, signal } = options;
  const intervalMs = 1_000 / ratePerSecond;
  // A slow rate in tens would be long pauses.
  const most = Math.max(1, Math.min(largestReceive, Math.floor(ratePerSecond)));
  let taken = 0;
  let nextAt = Number.NEGATIVE_INFINITY;
  const giveBack = (places: number): void => {
    taken -= places;
    nextAt -= places * intervalMs;
  };
  return {
    get isUsedUp() {
      return taken >= limit;
    },
    giveBack,
    take: async () => {
      const places = Math.min(most, limit - taken);
      if (places <= 0) return 0;
      taken += places;
      const now = clock.now();
      const at = Math.max(nextAt, now);
      nextAt = at + places * intervalMs;
      if (at > now && !(await sleepUnlessAborted(Math.ceil(at - now), { clock, signal }))) {
        giveBack(places);
        return 0;
      }
      return places;
    },
  };
}
