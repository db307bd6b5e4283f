import { createLimiter } from './limiter.ts';

/** Lets the idle lanes of a worker share long polls. */
export interface PollGate {
  /** Runs a poll in its turn, with the seconds that it may wait; rejects with the signal's reason. */
  run<Result>(poll: (waitSeconds: number) => Promise<Result>, signal: AbortSignal): Promise<Result>;
  /** The same for a lane's first poll, which waits for a random part of that: lanes that begin together do not poll together for ever. */
  runFirst<Result>(
    poll: (waitSeconds: number) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result>;
  /**
   * Runs the poll of a lane to which messages come, at once: one that waits as long as it may when there is a place for it, and
   * one that does not wait otherwise.
   */
  runBusy<Result>(
    poll: (waitSeconds: number) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result>;
}

/** What {@link createPollGate} shares out. */
export interface PollGateOptions {
  /** Polls that idle lanes have out at the same time. */
  readonly maxPolls: number;
  /** Seconds in which each lane is polled once. */
  readonly pollSeconds: number;
  /** How many lanes there are. */
  readonly countLanes: () => number;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** Polls that wait, of idle and busy lanes together: each keeps one of the client's 4,096 sockets. */
const mostPolls = 4_000;

/**
 * Makes a gate. As long as there are no more lanes than polls, each lane has a long poll out all the time.
 * With more of them lanes take turns, in the order in which they came, with shorter polls: each is still
 * polled about once in `pollSeconds`, at the same cost, and learns of a hook that much later at most. A lane to which messages
 * come takes no turns: it has a place of its own until a whole poll has brought nothing.
 */
export function createPollGate({
  maxPolls,
  pollSeconds,
  countLanes,
  random,
}: PollGateOptions): PollGate {
  const limiter = createLimiter(maxPolls);
  const waitSeconds = (): number => {
    const lanes = countLanes();
    if (lanes <= maxPolls) return pollSeconds;
    return Math.min(pollSeconds, Math.max(1, Math.floor((pollSeconds * maxPolls) / lanes)));
  };
  const busy = createLimiter(Math.min(maxPolls, mostPolls - maxPolls));
  return {
    run: (poll, signal) => limiter.run(() => poll(waitSeconds()), signal),
    runFirst: (poll, signal) => {
      // Those that wait for a place get theirs at different times anyway.
      const part = limiter.free > 0 ? 1 - random() : 1;
      return limiter.run(() => poll(Math.ceil(waitSeconds() * part)), signal);
    },
    runBusy: (poll, signal) => {
      const places = countLanes() <= maxPolls ? limiter : busy;
      return places.free > 0 ? places.run(() => poll(pollSeconds), signal) : poll(0);
    },
  };
}
