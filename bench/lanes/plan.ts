/** Lanes of the one worker, a run for each. */
export const sizes = [10, 100, 1_000, 5_000] as const;

/** What happens in each run. */
export const plan = {
  /** Polls out at the same time, as by default. */
  maxPolls: 1_000,
  /** In which each idle lane is polled once, as by default. */
  idleSeconds: 20,
  busySeconds: 6,
  /** To all busy lanes together, however many they are: what grows is the lanes, not the work. */
  hooksPerSecond: 50,
  /** For the first hook of a lane, which waits for the lane's turn. */
  longestWaitMs: 45_000,
} as const;

/** One lane in a hundred, one at least. */
export function busyLanes(lanes: number): number {
  return Math.max(1, Math.floor(lanes / 100));
}
