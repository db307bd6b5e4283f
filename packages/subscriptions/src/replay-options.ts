import { parseInput } from '@hooklane/core';
import * as z from 'zod/mini';
import { failedStatuses, type HookStatus } from './stored-hook.ts';

/** Which hooks `replayFailed` publishes again, and how fast. */
export interface ReplayFailedOptions {
  /** Created at or after. Milliseconds since the epoch. @default the oldest */
  readonly since?: number | undefined;
  /** Created before. @default now. Give it, and the same each time, if you go on with a cursor. */
  readonly until?: number | undefined;
  readonly partnerId?: string | undefined;
  readonly subscriptionId?: string | undefined;
  /** Of `exhausted`, `rejected`, `gone`, `aborted` and `discarded`. @default exhausted, rejected and gone */
  readonly statuses?: readonly HookStatus[] | undefined;
  /** 0.1 to 1,000. @default 50 */
  readonly ratePerSecond?: number | undefined;
  /** Told after each batch. Keep its cursor, to go on from there. */
  readonly onProgress?: ((progress: ReplayProgress) => void | Promise<void>) | undefined;
  /** Ends it after the batch under way; what it returns says how far it came. */
  readonly signal?: AbortSignal | undefined;
  /** Where an earlier call with the same choice of hooks ended. */
  readonly cursor?: string | undefined;
}

/** How far a replay came. */
export interface ReplayProgress {
  /** SQS has them. */
  readonly accepted: number;
  /** They must never be sent, now as before. */
  readonly rejected: number;
  /** SQS did not take them: `resumePublishing` tries again. */
  readonly pending: number;
  /** Left as they were: their subscription is disabled or no more, or the body of their event is. */
  readonly skipped: number;
  /** Where to go on; left out before the first batch and after the last. */
  readonly cursor?: string | undefined;
}

/** What a replay came to. */
export interface ReplayReport extends ReplayProgress {
  /** `false` when the signal ended it. */
  readonly isComplete: boolean;
}

const timeMessage = 'must be milliseconds since the epoch';
const time = z.optional(z.int(timeMessage).check(z.minimum(0, timeMessage)));
const text = z.optional(z.string('must be a text'));
const rateMessage = 'must be a number from 0.1 to 1000';
const statusMessage = `must be statuses of ${failedStatuses.join(', ')}`;

const optionsSchema = z.strictObject(
  {
    since: time,
    until: time,
    partnerId: text,
    subscriptionId: text,
    statuses: z.optional(
      z
        .array(
          z.custom<HookStatus>(
            (value) => failedStatuses.some((status) => status === value),
            statusMessage,
          ),
          statusMessage,
        )
        .check(z.minLength(1, statusMessage)),
    ),
    ratePerSecond: z.optional(
      z.number(rateMessage).check(z.minimum(0.1, rateMessage), z.maximum(1_000, rateMessage)),
    ),
    onProgress: z.optional(
      z.custom<NonNullable<ReplayFailedOptions['onProgress']>>(
        (value) => typeof value === 'function',
        'must be a function',
      ),
    ),
    signal: z.optional(z.instanceof(AbortSignal, { error: 'must be an AbortSignal' })),
    cursor: text,
  },
  'must be an object',
);

/**
 * Checks the options of a replay.
 *
 * @throws HooklaneError `invalid_options`
 */
export function parseReplayOptions(value: unknown): ReplayFailedOptions {
  return parseInput(optionsSchema, value, {
    code: 'invalid_options',
    subject: 'replayFailed options',
  });
}
