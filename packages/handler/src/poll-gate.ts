import { createLimiter } from './limiter.ts';

/** Lets the idle lanes of a worker share long polls. */
export interface PollGate {
  /** Runs a poll in its turn, with the seconds that it may wait; rejects with the signal's reason. */
  run<Result>(poll: (waitSeconds: number) => Promise<Result>, signal: AbortSignal): Promise<Result>;
}

/** What {@link createPollGate} shares out. */
export interface PollGateOptions {
  /** Polls that idle lanes have out at the same time. */
  readonly maxPolls: number;
  /** Seconds in which each lane is polled once. */
  readonly pollSeconds: number;
  /** How many lanes there are. */
  readonly countLanes: () => number;
}

/**
 * Makes a gate. As long as there are no more lanes than polls, each lane has a long poll out all the time.
 * With more of them lanes take turns, in the order in which they came, with shorter polls: each is still
 * polled about once in `pollSeconds`, at the same cost, and learns of a hook that much later at most.
 */
export function createPollGate({ maxPolls, pollSeconds, countLanes }: PollGateOptions): PollGate {
  const limiter = createLimiter(maxPolls);
  const waitSeconds = (): number => {
    const lanes = countLanes();
    if (lanes <= maxPolls) return pollSeconds;
    return Math.min(pollSeconds, Math.max(1, Math.floor((pollSeconds * maxPolls) / lanes)));
  };
  return { run: (poll, signal) => limiter.run(() => poll(waitSeconds()), signal) };
}
