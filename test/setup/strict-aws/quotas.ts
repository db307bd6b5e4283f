import type { Clock } from '../../../packages/core/src/clock.ts';
import { Refusal } from './answers.ts';
import type { AwsCall } from './aws-call.ts';

interface Quota {
  readonly group: string;
  readonly perSecond: number;
  readonly code: string;
}

const reads = /^(Get|List|Describe)/;

/** The documented quota that a call counts against; `undefined` for none. */
export function quotaOf({ service, operation }: AwsCall): Quota | undefined {
  const quota = (group: string, perSecond: number, code: string): Quota => ({
    group,
    perSecond,
    code,
  });
  switch (service) {
    case 'lambda':
      return operation === 'GetFunction'
        ? quota('lambda GetFunction', 100, 'TooManyRequestsException')
        : quota('lambda', 15, 'TooManyRequestsException');
    case 'ssm':
      if (operation.includes('Tags')) return undefined;
      return operation.startsWith('GetParameter')
        ? quota('ssm Get', 40, 'ThrottlingException')
        : quota('ssm Put', 3, 'ThrottlingException');
    case 'cloudwatch':
      if (operation === 'DescribeAlarms') return quota('DescribeAlarms', 9, 'Throttling');
      return operation === 'PutMetricAlarm' || operation === 'DeleteAlarms'
        ? quota(operation, 3, 'Throttling')
        : undefined;
    case 'logs':
      if (operation === 'PutRetentionPolicy') return quota(operation, 5, 'ThrottlingException');
      return operation === 'CreateLogGroup' || operation === 'DescribeLogGroups'
        ? quota(operation, 10, 'ThrottlingException')
        : undefined;
    case 'sqs':
      return operation.includes('Tag') || operation.includes('Untag')
        ? quota('sqs tags', 30, 'RequestThrottled')
        : undefined;
    // IAM publishes none; a careful guess.
    case 'iam':
      return quota(reads.test(operation) ? 'iam reads' : 'iam writes', 10, 'Throttling');
    default:
      return undefined;
  }
}

/** Refuses what is above a quota: a token bucket for each, with a second's worth in it. */
export function createQuotaRule(clock: Clock): (call: AwsCall) => void {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (call) => {
    const quota = quotaOf(call);
    if (quota === undefined) return;
    const { group, perSecond, code } = quota;
    const now = clock.now();
    const bucket = buckets.get(group) ?? { tokens: perSecond, at: now };
    bucket.tokens = Math.min(perSecond, bucket.tokens + ((now - bucket.at) / 1_000) * perSecond);
    bucket.at = now;
    buckets.set(group, bucket);
    if (bucket.tokens < 1) throw new Refusal(code, `Rate exceeded: ${group}`, 429);
    bucket.tokens -= 1;
  };
}
