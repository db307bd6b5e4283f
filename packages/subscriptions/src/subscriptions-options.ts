import { type Clock, type EgressPolicy, parseInput } from '@hooklane/core';
import type { LaneDirectory, SqsClients } from '@hooklane/queue';
import * as z from 'zod/mini';
import type { OnNotice } from './endpoint-notice.ts';
import { areEventTypes, type EventTypes } from './event-types.ts';
import type { PartnerLanes } from './partner-lanes.ts';
import type { SubscriptionStore } from './subscription-store.ts';

/** What {@link createSubscriptions} is made of. */
export interface SubscriptionsOptions<Types extends EventTypes = EventTypes> {
  readonly store: SubscriptionStore;
  /** Where partners' queues are. */
  readonly lanes: LaneDirectory;
  /** The types of events that there are; all others are refused. @default any, with any data */
  readonly eventTypes?: Types | undefined;
  /** Told as the first subscription of a partner comes, the last goes, and all are disabled. @default nobody */
  readonly partnerLanes?: PartnerLanes | undefined;
  /** Removes the lane of a partner with its last subscription. @default false */
  readonly removeLaneWithLast?: boolean | undefined;
  /**
   * Told of endpoints that fail, are disabled, and recover. While it rejects, what it was told of is not written down, and
   * the results that led to it come back: let it fail only where another try may help.
   *
   * @default nobody
   */
  readonly onNotice?: OnNotice | undefined;
  /**
   * Milliseconds of nothing but failures after which an endpoint is disabled: a minute to 90 days; `false` for never.
   * @default 432000000, 5 days
   */
  readonly disableAfterMs?: number | false | undefined;
  /**
   * Milliseconds of nothing but failures after which the host is warned; `false` for never.
   * @default 216000000, 2.5 days
   */
  readonly warnAfterMs?: number | false | undefined;
  /**
   * Milliseconds that two failures must lie apart before an endpoint is warned of or disabled: 0 to 90 days.
   * @default 43200000, 12 hours
   */
  readonly failureSpreadMs?: number | undefined;
  /** Milliseconds that the bodies of events are kept: an hour to 10 years. @default 2592000000, 30 days */
  readonly keepBodiesMs?: number | undefined;
  /** Milliseconds that events, hooks and attempts are kept. @default 7776000000, 90 days */
  readonly keepEventsMs?: number | undefined;
  /** Where hooks may go; give the handler the same. @default https on ports 443 and 8443 */
  readonly egress?: EgressPolicy | undefined;
  readonly clients?: SqsClients | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /** Makes 32 hex digits, at random, for the ids of subscriptions and events. @default those of `randomUUID` */
  readonly newHexId?: (() => string) | undefined;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const isFunction = (value: unknown): boolean => typeof value === 'function';
const hasMethods =
  (...names: readonly string[]) =>
  (value: unknown): boolean =>
    value !== null &&
    typeof value === 'object' &&
    names.every((name) => isFunction((value as Readonly<Record<string, unknown>>)[name]));

const periodMs = (least: number, most: number, orElse = '') => {
  const error = `must be an integer from ${least} to ${most}${orElse}`;
  return z.int(error).check(z.minimum(least, error), z.maximum(most, error));
};
const periodOrNever = z.optional(
  z.custom<number | false>(
    (value) => value === false || periodMs(minuteMs, 90 * dayMs).safeParse(value).success,
    `must be false or an integer from ${minuteMs} to ${90 * dayMs}`,
  ),
);

const optionsSchema = z.strictObject(
  {
    store: z.custom<SubscriptionStore>(
      hasMethods('putSubscription', 'addEvent', 'addResults'),
      'must be a subscription store, such as createSqliteStore({ path })',
    ),
    lanes: z.custom<LaneDirectory>(
      hasMethods('queueUrl'),
      'must be a lane directory, such as createLaneDirectory({ stage })',
    ),
    eventTypes: z.optional(
      z.custom<EventTypes>(
        (value) => value !== null && typeof value === 'object' && areEventTypes(value),
        'must be an object whose names are types such as "transfer.created"',
      ),
    ),
    partnerLanes: z.optional(
      z.custom<PartnerLanes>(
        hasMethods('provision', 'pause', 'resume'),
        'must have provision(), pause() and resume()',
      ),
    ),
    removeLaneWithLast: z.optional(z.boolean('must be true or false')),
    onNotice: z.optional(z.custom<OnNotice>(isFunction, 'must be an async function')),
    disableAfterMs: periodOrNever,
    warnAfterMs: periodOrNever,
    failureSpreadMs: z.optional(periodMs(0, 90 * dayMs)),
    keepBodiesMs: z.optional(periodMs(hourMs, 3_650 * dayMs)),
    keepEventsMs: z.optional(periodMs(hourMs, 3_650 * dayMs)),
    egress: z.optional(z.custom<EgressPolicy>(hasMethods(), 'must be an egress policy')),
    clients: z.optional(
      z.custom<SqsClients>(hasMethods(), 'must be an object with an SQS client, sqs'),
    ),
    clock: z.optional(
      z.custom<Clock>(hasMethods('now', 'sleep'), 'must be a clock with now() and sleep()'),
    ),
    newHexId: z.optional(z.custom<() => string>(isFunction, 'must be a function')),
  },
  'must be an object',
);

/**
 * Checks the options of {@link createSubscriptions}.
 *
 * @throws HooklaneError `invalid_options`
 */
export function parseSubscriptionsOptions(value: unknown): SubscriptionsOptions {
  return parseInput(optionsSchema, value, {
    code: 'invalid_options',
    subject: 'createSubscriptions options',
  });
}
