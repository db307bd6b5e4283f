import { type PartnerPolicy, parsePartnerPolicy } from '@hooklane/core';
import { showDuration } from './duration.ts';
import { showCount, showNumber } from './show-count.ts';

/** Says what a policy means, with its defaults, in lines. */
export function describePolicy(policy: PartnerPolicy): string {
  const { schedule, timeoutMs, concurrency, requestsPerSecond, breaker } =
    parsePartnerPolicy(policy);
  const given = policy.schedule ?? 'standard';
  const name = typeof given === 'string' ? `${given}: ` : '';
  const last = schedule.at(-1);
  const attempts = showCount(schedule.length + 1, 'attempt');
  return [
    `schedule ${name}${attempts}${last === undefined ? '' : ` within ${showDuration(last)}`}`,
    `${showCount(concurrency, 'request')} at a time, each ${showDuration(timeoutMs)} at most`,
    requestsPerSecond === undefined
      ? 'no limit of requests a second'
      : `${showNumber(requestsPerSecond)} requests a second at most`,
    breaker === undefined
      ? 'no breaker'
      : `breaker after ${showCount(breaker.failures, 'failure')} in a row, a probe every ${showDuration(breaker.probeMs)}`,
  ].join('\n');
}
