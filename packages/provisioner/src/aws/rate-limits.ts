import type { Clock } from '@hooklane/core';

const perSecond = {
  lambda: 15,
  getFunction: 100,
  iam: 7,
  sqsTags: 30,
  ssmReads: 40,
  ssmWrites: 3,
  ssmTags: 10,
  logGroups: 10,
  logReads: 10,
  logRetention: 5,
  logTags: 5,
  alarmReads: 9,
  alarmWrites: 3,
  metrics: 50,
  sns: 10,
};

/** Requests that share a quota. */
export type QuotaGroup = keyof typeof perSecond;

/**
 * Requests a second that AWS lets an account send, for each group of requests that share a quota.
 * Sources: Lambda gettingstarted-limits, quotas-queues, general/latest/gr/ssm, cloudwatch_limits,
 * cloudwatch_limits_cwl. IAM and SNS publish none: theirs are careful guesses.
 */
export const quotasPerSecond: Readonly<Record<QuotaGroup, number>> = perSecond;

/** The rest of a quota is left to others in the account. */
export const shareOfQuota = 0.7;

/** Waits until one more request is within a quota. */
export type TakeTurn = (signal: AbortSignal | undefined) => Promise<void>;

const turns = new WeakMap<Clock, Map<QuotaGroup, TakeTurn>>();

/** The turns of a quota, shared by all that is done on this clock: in one process, by the whole process. */
export function turnsOf(group: QuotaGroup, clock: Clock): TakeTurn {
  const groups = turns.get(clock) ?? new Map<QuotaGroup, TakeTurn>();
  turns.set(clock, groups);
  const take = groups.get(group) ?? createTurns(quotasPerSecond[group], clock);
  groups.set(group, take);
  return take;
}

/** A token bucket at {@link shareOfQuota} of a quota: one second's worth at once, then evenly. */
export function createTurns(perSecond: number, clock: Clock): TakeTurn {
  const intervalMs = 1_000 / (perSecond * shareOfQuota);
  const burstMs = 1_000 - intervalMs;
  let next = Number.NEGATIVE_INFINITY;
  return async (signal) => {
    const now = clock.now();
    next = Math.max(next, now - burstMs) + intervalMs;
    const waitMs = Math.ceil(next - intervalMs - now);
    if (waitMs > 0) await clock.sleep(waitMs, { signal });
  };
}
