import { z } from 'zod/mini';
import type { BreakerPolicy } from './breaker.ts';
import { parseInput } from './parse-input.ts';
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

const policySchema = z.strictObject(
  {
    schedule: z._default(
      z.union(
        [
          z.enum(['standard', 'patient']),
          z.array(z.number()).check(z.refine(isRisingSchedule, { error: scheduleMessage })),
        ],
        { error: scheduleMessage },
      ),
      'standard',
    ),
    jitter: z._default(numberFrom(0, 1, z.number({ error: 'must be a number from 0 to 1' })), 0.1),
    timeoutMs: z._default(integerFrom(100, 60_000), 15_000),
    concurrency: z._default(integerFrom(1, 1_000), 10),
    requestsPerSecond: z.optional(
      numberFrom(0.1, 10_000, z.number({ error: 'must be a number from 0.1 to 10000' })),
    ),
    breaker: z._default(
      z.union(
        [
          z.literal(false),
          z.strictObject({
            failures: z._default(integerFrom(1, 10_000), 20),
            probeMs: z._default(integerFrom(1_000, 3_600_000), 60_000),
          }),
        ],
        { error: breakerMessage },
      ),
      { failures: 20, probeMs: 60_000 },
    ),
    deliveryControl: z._default(z.boolean({ error: 'must be true or false' }), false),
    responseSnippetBytes: z._default(integerFrom(0, 1_024), 0),
  },
  { error: 'must be an object' },
);

/**
 * Checks a policy and fills in the defaults. A field that is `undefined` counts as left out.
 *
 * @throws HooklaneError `invalid_policy` with the field and the value received
 */
export function parsePartnerPolicy(value: unknown = {}): ResolvedPartnerPolicy {
  const policy = parseInput(policySchema, value, {
    code: 'invalid_policy',
    subject: 'partner policy',
  });
  const { schedule, breaker, requestsPerSecond } = policy;
  return {
    ...policy,
    requestsPerSecond,
    breaker: breaker === false ? undefined : breaker,
    schedule: typeof schedule === 'string' ? retrySchedules[schedule] : [...schedule],
  };
}

function integerFrom(least: number, most: number): z.ZodMiniNumber {
  const error = `must be an integer from ${least} to ${most}`;
  return numberFrom(least, most, z.int({ error }), error);
}

function numberFrom<Schema extends z.ZodMiniNumber>(
  least: number,
  most: number,
  schema: Schema,
  error = `must be a number from ${least} to ${most}`,
): Schema {
  return schema.check(z.minimum(least, { error }), z.maximum(most, { error }));
}

function isRisingSchedule(offsets: readonly number[]): boolean {
  return (
    offsets.length <= mostOffsets &&
    offsets.every(
      (offset, index) =>
        Number.isInteger(offset) &&
        offset > (offsets[index - 1] ?? 0) &&
        offset <= longestScheduleMs,
    )
  );
}
