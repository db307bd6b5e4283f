import { z } from 'zod/mini';
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
   * not come back together. 0 to 1; a gap is never shorter than the schedule says.
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
}

/** A {@link PartnerPolicy} with every default filled in and the preset looked up. */
export interface ResolvedPartnerPolicy {
  readonly schedule: RetrySchedule;
  readonly jitter: number;
  readonly timeoutMs: number;
  readonly concurrency: number;
}

const mostOffsets = 50;
const longestScheduleMs = 30 * 24 * 3_600_000;
const scheduleMessage =
  "must be 'standard', 'patient' or at most 50 rising milliseconds up to 30 days";

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
  const { schedule } = policy;
  return {
    ...policy,
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
