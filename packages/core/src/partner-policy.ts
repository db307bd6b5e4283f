import type { BreakerPolicy } from './breaker.ts';
import { integerField, numberField, parseFields } from './parse-fields.ts';
import { type RetrySchedule, type RetrySchedulePreset, retrySchedules } from './retry-schedule.ts';

/** How a partner's lane is worked: what its API can take, and how long Hooklane keeps trying. */
export interface PartnerPolicy {
  /**
   * A preset, or the milliseconds after the first attempt at which the others are due: 0 to 50
   * rising numbers, the last at most 30 days. An empty list means one attempt.
   * @default 'standard'
   */
  readonly schedule?: RetrySchedulePreset | RetrySchedule;
  /**
   * Share of each gap by which it may be longer, at random, so that the retries of an outage do
   * not come back together. 0 to 1, ten minutes at most; a gap is never shorter than the schedule says.
   * @default 0.1
   */
  readonly jitter?: number;
  /**
   * One deadline for connecting, TLS, response headers and body, in milliseconds: 100 to 60,000.
   * @default 15000
   */
  readonly timeoutMs?: number;
  /**
   * Requests to this partner at the same time: 1 to 1,000.
   * @default 10
   */
  readonly concurrency?: number;
  /**
   * Requests to this partner in a second: 0.1 to 10,000; at most one second's worth at once.
   * @default no limit
   */
  readonly requestsPerSecond?: number | undefined;
  /**
   * Stops to POST after `failures` failures in a row (1 to 10,000, 20 by default), no answer, 429 or
   * 5xx; then one hook each `probeMs` (1,000 to 3,600,000, 60,000 by default) tests whether the
   * partner is up again. Hooks that wait lose no attempt. `false` for no breaker.
   */
  readonly breaker?: Partial<BreakerPolicy> | false;
  /**
   * Lets the partner's answer decide with the header `webhook-delivery`: `abort-message` ends the
   * retries of the hook, `disable` counts as 410.
   * @default false
   */
  readonly deliveryControl?: boolean;
  /**
   * Bytes of an answer's body that its result keeps, as text: 0 to 1,024. Partners' answers may hold
   * what is private.
   * @default 0
   */
  readonly responseSnippetBytes?: number;
}

/** A {@link PartnerPolicy} with every default filled in and the preset looked up. */
export interface ResolvedPartnerPolicy {
  readonly schedule: RetrySchedule;
  readonly jitter: number;
  readonly timeoutMs: number;
  readonly concurrency: number;
  /** `undefined` for no limit. */
  readonly requestsPerSecond: number | undefined;
  /** `undefined` for no breaker. */
  readonly breaker: BreakerPolicy | undefined;
  readonly deliveryControl: boolean;
  readonly responseSnippetBytes: number;
}

const mostOffsets = 50;
const longestScheduleMs = 30 * 24 * 3_600_000;
const scheduleMessage =
  "must be 'standard', 'patient' or at most 50 rising milliseconds up to 30 days";
const breakerMessage =
  'must be false, or { failures: 1 to 10000, probeMs: 1000 to 3600000 }, both integers';

const breakerFields = {
  failures: integerField(1, 10_000, 20),
  probeMs: integerField(1_000, 3_600_000, 60_000),
};

const fields = {
  schedule: {
    isValid: isSchedule,
    message: scheduleMessage,
    fallback: 'standard' as RetrySchedulePreset | RetrySchedule,
  },
  jitter: numberField(0, 1, 0.1),
  timeoutMs: integerField(100, 60_000, 15_000),
  concurrency: integerField(1, 1_000, 10),
  requestsPerSecond: numberField(0.1, 10_000, undefined),
  breaker: {
    // What an object holds is read by `parseBreaker`, which names the field.
    isValid: (value: unknown) =>
      value === false || (value !== null && typeof value === 'object' && !Array.isArray(value)),
    message: breakerMessage,
    fallback: {} as Partial<BreakerPolicy> | false,
  },
  deliveryControl: {
    isValid: (value: unknown) => typeof value === 'boolean',
    message: 'must be true or false',
    fallback: false as boolean,
  },
  responseSnippetBytes: integerField(0, 1_024, 0),
};

/**
 * Checks a policy and fills in the defaults. A field that is `undefined` counts as left out.
 *
 * @throws HooklaneError `invalid_policy` with the field and the value received
 */
export function parsePartnerPolicy(value: unknown = {}): ResolvedPartnerPolicy {
  const policy = parseFields(fields, value, { code: 'invalid_policy', subject: 'partner policy' });
  const { schedule, breaker } = policy;
  return {
    ...policy,
    breaker: parseBreaker(breaker),
    schedule: typeof schedule === 'string' ? retrySchedules[schedule] : [...schedule],
  };
}

function isSchedule(value: unknown): boolean {
  if (Array.isArray(value)) return isRisingSchedule(value);
  return typeof value === 'string' && Object.hasOwn(retrySchedules, value);
}

function isRisingSchedule(offsets: readonly unknown[]): boolean {
  return (
    offsets.length <= mostOffsets &&
    offsets.every(
      (offset, index) =>
        Number.isInteger(offset) &&
        Number(offset) > Number(offsets[index - 1] ?? 0) &&
        Number(offset) <= longestScheduleMs,
    )
  );
}

function parseBreaker(breaker: Partial<BreakerPolicy> | false): BreakerPolicy | undefined {
  if (breaker === false) return undefined;
  const options = { code: 'invalid_policy', subject: 'partner policy.breaker' } as const;
  return parseFields(breakerFields, breaker, options);
}
