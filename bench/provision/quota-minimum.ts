import {
  type QuotaGroup,
  quotasPerSecond,
  shareOfQuota,
} from '../../packages/provisioner/src/aws/rate-limits.ts';
import { quotaOf } from '../../test/setup/strict-aws/quotas.ts';
import type { Service } from '../../test/setup/strict-aws/service-models.ts';

/** Calls of one operation. */
export interface CountedCall {
  readonly service: string;
  readonly operation: string;
  readonly count: number;
}

/** Calls that share a quota, and the least time that they take. */
export interface GroupMinimum {
  readonly group: string;
  readonly calls: number;
  /** Requests a second: the documented quota. */
  readonly quotaPerSecond: number;
  /** Requests a second that Hooklane's own table gives the group. */
  readonly ownPerSecond: number | undefined;
  /** At the share of the documented quota that a process allows itself. */
  readonly sharedMs: number;
  /** At the whole documented quota. */
  readonly wholeMs: number;
}

/** Names of Hooklane's own groups. Reads and writes of IAM share one. */
const ownGroups: Readonly<Record<string, QuotaGroup>> = {
  lambda: 'lambda',
  'lambda GetFunction': 'getFunction',
  'iam reads': 'iam',
  'iam writes': 'iam',
  'ssm Get': 'ssmReads',
  'ssm Put': 'ssmWrites',
  'sqs tags': 'sqsTags',
  CreateLogGroup: 'logGroups',
  DescribeLogGroups: 'logReads',
  PutRetentionPolicy: 'logRetention',
  PutMetricAlarm: 'alarmWrites',
};

/** Computes for each quota how long its calls take at least, the longest first. Calls without a quota are left out. */
export function quotaMinimums(calls: readonly CountedCall[]): readonly GroupMinimum[] {
  const groups = new Map<string, GroupMinimum>();
  for (const { service, operation, count } of calls) {
    const quota = quotaOf({ service: service as Service, operation, input: {} });
    if (quota === undefined) continue;
    const { group, perSecond } = quota;
    const total = (groups.get(group)?.calls ?? 0) + count;
    const own = ownGroups[group];
    groups.set(group, {
      group,
      calls: total,
      quotaPerSecond: perSecond,
      ownPerSecond: own && quotasPerSecond[own],
      sharedMs: (total / (perSecond * shareOfQuota)) * 1_000,
      wholeMs: (total / perSecond) * 1_000,
    });
  }
  return [...groups.values()].toSorted((a, b) => b.sharedMs - a.sharedMs);
}

/** Adds calls up by operation, the most frequent first. */
export function countCalls(
  calls: readonly Pick<CountedCall, 'service' | 'operation'>[],
): readonly CountedCall[] {
  const counts = new Map<string, CountedCall>();
  for (const { service, operation } of calls) {
    const key = `${service} ${operation}`;
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { service, operation, count });
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count);
}
