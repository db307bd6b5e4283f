import { type Clock, HooklaneError, parseInput, showReceived } from '@hooklane/core';
import type { SqsClients } from '@hooklane/queue';
import * as z from 'zod/mini';
import type { MoveProgress } from './move-report.ts';
import type { MessageToMove } from './moved-message.ts';
import { isQueueUrl, isSameQueue } from './queue-url.ts';

/** How {@link moveMessages} moves. */
export interface MoveMessagesOptions {
  /** URL of the source. */
  readonly from: string;
  /** URL of the target. Either this or `toAttribute`. */
  readonly to?: string | undefined;
  /** Name of the attribute, of type `String`, in which each message names the URL of its target, on the host of `from`. */
  readonly toAttribute?: string | undefined;
  /** Which messages to move; the others stay. @default all */
  readonly filter?: ((message: MessageToMove) => boolean) | undefined;
  /** How many to move at most. @default all */
  readonly limit?: number | undefined;
  /** 1 to 10,000. @default as many as the queues take */
  readonly ratePerSecond?: number | undefined;
  /** How many batches of ten are under way: 1 to 100. @default 32 */
  readonly receivers?: number | undefined;
  /**
   * Drops the attributes `attempt`, `dueAt`, `reason` and `detail`: a dead letter goes back as a hook on its first attempt.
   * @default false
   */
  readonly resetAttempts?: boolean | undefined;
  /** Moves nothing, and says what would be moved. Each message it looks at has been received once more. @default false */
  readonly dryRun?: boolean | undefined;
  /** Whether SQS may move the messages itself, where it can. @default 'auto' */
  readonly useMoveTask?: 'auto' | 'never' | undefined;
  /** Told after each batch. */
  readonly onProgress?: ((progress: MoveProgress) => void) | undefined;
  /** Ends the move after what is under way; the report says what was moved. */
  readonly signal?: AbortSignal | undefined;
  readonly clients?: SqsClients | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** From 0 to below 1. @default Math.random */
  readonly random?: (() => number) | undefined;
}

const isFunction = (value: unknown): boolean => typeof value === 'function';
const queueUrl = z
  .string('must be the URL of a queue')
  .check(z.refine(isQueueUrl, 'must be the URL of a queue'));
const integer = (least: number, most: number) => {
  const error = `must be an integer from ${least} to ${most}`;
  return z.optional(z.int(error).check(z.minimum(least, error), z.maximum(most, error)));
};
const flag = z.optional(z.boolean('must be true or false'));
const attributeMessage = 'must be the name of a message attribute';

const optionsSchema = z.strictObject(
  {
    from: queueUrl,
    to: z.optional(queueUrl),
    toAttribute: z.optional(
      z.string(attributeMessage).check(z.regex(/^[A-Za-z0-9_.-]{1,256}$/, attributeMessage)),
    ),
    filter: z.optional(z.custom<MoveMessagesOptions['filter']>(isFunction, 'must be a function')),
    limit: integer(1, Number.MAX_SAFE_INTEGER),
    ratePerSecond: integer(1, 10_000),
    receivers: integer(1, 100),
    resetAttempts: flag,
    dryRun: flag,
    useMoveTask: z.optional(z.enum(['auto', 'never'], "must be 'auto' or 'never'")),
    onProgress: z.optional(
      z.custom<MoveMessagesOptions['onProgress']>(isFunction, 'must be a function'),
    ),
    signal: z.optional(z.instanceof(AbortSignal, { error: 'must be an AbortSignal' })),
    clients: z.optional(
      z.custom<SqsClients>(
        (value) =>
          z.strictObject({ sqs: z.optional(z.custom(hasMethods('send'))) }).safeParse(value)
            .success,
        'must be an object with an SQS client, sqs',
      ),
    ),
    clock: z.optional(
      z.custom<Clock>(hasMethods('now', 'sleep'), 'must be a clock with now() and sleep()'),
    ),
    random: z.optional(z.custom<() => number>(isFunction, 'must be a function')),
  },
  'must be an object',
);

/**
 * Checks the options of a move.
 *
 * @throws HooklaneError `invalid_options`
 */
export function parseMoveOptions(value: unknown): MoveMessagesOptions {
  const options = parseInput(optionsSchema, value, {
    code: 'invalid_options',
    subject: 'moveMessages options',
  });
  const { from, to, toAttribute } = options;
  if ((to === undefined) === (toAttribute === undefined)) {
    const received = to === undefined ? 'neither' : 'both';
    throw invalid(`must have either to or toAttribute. Received: ${received}`);
  }
  if (to !== undefined && isSameQueue(from, to)) {
    throw invalid(`must have another queue in to than in from. Received: ${showReceived(to)}`);
  }
  return options;
}

function invalid(what: string): HooklaneError<'invalid_options'> {
  return new HooklaneError('invalid_options', `moveMessages options ${what}`);
}

function hasMethods(...names: readonly string[]): (value: unknown) => boolean {
  return (value) =>
    value !== null &&
    typeof value === 'object' &&
    names.every((name) => typeof (value as Record<string, unknown>)[name] === 'function');
}
