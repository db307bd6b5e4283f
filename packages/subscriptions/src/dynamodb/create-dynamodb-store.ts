import { type Clock, parseInput, systemClock } from '@hooklane/core';
import * as z from 'zod/mini';
import type { SubscriptionStore } from '../subscription-store.ts';
import { eventMethods } from './events.ts';
import { healthMethods } from './health.ts';
import { hookMethods } from './hooks.ts';
import { purgeMethods } from './purge.ts';
import { resultMethods } from './results.ts';
import { subscriptionMethods } from './subscriptions.ts';
import { type DynamoDbClient, openTable } from './table.ts';

/** Where {@link createDynamoDbStore} keeps what it is given. */
export interface DynamoDbStoreOptions {
  /** A table as `tableDefinition` describes it. */
  readonly tableName: string;
  /** The client of the AWS SDK. Closing the store does not end it. */
  readonly client: DynamoDbClient;
  /**
   * How long hooks that are final and attempts stay, in milliseconds: they go by themselves then, where time to live is
   * on for `timeToLiveAttribute`. At least a day.
   * @default until they are purged
   */
  readonly retentionMs?: number | undefined;
  /** Waits before what others are in the way of is tried again. @default the system clock */
  readonly clock?: Clock | undefined;
  /** From 0 to below 1. @default Math.random */
  readonly random?: (() => number) | undefined;
}

const dayMs = 86_400_000;
const nameMessage = 'must be the name of a table';
const retentionMessage = `must be an integer from ${dayMs}`;
const optionsSchema = z.strictObject(
  {
    tableName: z.string(nameMessage).check(z.minLength(1, nameMessage)),
    client: z.custom<DynamoDbClient>(
      (value) => typeof (value as DynamoDbClient | undefined)?.send === 'function',
      'must be a client of the AWS SDK',
    ),
    retentionMs: z.optional(z.int(retentionMessage).check(z.minimum(dayMs, retentionMessage))),
    clock: z.optional(
      z.custom<Clock>(
        (value) => typeof (value as Clock | undefined)?.sleep === 'function',
        'must be a clock',
      ),
    ),
    random: z.optional(
      z.custom<() => number>((value) => typeof value === 'function', 'must be a function'),
    ),
  },
  'must be an object',
);

/**
 * Makes a {@link SubscriptionStore} in one DynamoDB table, for when one machine is not enough. What is found by id, an
 * event's hooks, attempts, health and subscriptions are read as they are; `listHooks` and `listFailing` read indexes,
 * which follow within a second as a rule. The role needs `dynamodb:GetItem`, `BatchGetItem`, `Query`, `PutItem`,
 * `UpdateItem` and `DeleteItem` on the table, and `Query` on its indexes.
 *
 * @throws HooklaneError `invalid_options`; methods throw `changed_meanwhile` when others are in the way for too long
 */
export function createDynamoDbStore(options: DynamoDbStoreOptions): SubscriptionStore {
  const read = parseInput(optionsSchema, options, {
    code: 'invalid_options',
    subject: 'DynamoDB store options',
  });
  const { tableName, client, retentionMs, clock = systemClock, random = Math.random } = read;
  const table = openTable(tableName, { client, clock, random });
  const context = { table, retentionMs };
  const close = async (): Promise<void> => {};
  return {
    ...subscriptionMethods(table),
    ...eventMethods(context),
    ...hookMethods(context),
    ...resultMethods(context),
    ...healthMethods(table),
    ...purgeMethods(context),
    close,
    [Symbol.asyncDispose]: close,
  };
}
