import { randomUUID } from 'node:crypto';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  type Clock,
  type DedupeClaim,
  type DedupeStore,
  HooklaneError,
  showReceived,
  systemClock,
} from '@hooklane/core';

/** The part of the AWS SDK's DynamoDB client that is used. */
export type DynamoDbClient = Pick<DynamoDBClient, 'send'>;

/** What {@link createDynamoDbDedupeStore} can be told. */
export interface DynamoDbDedupeStoreOptions {
  /** A table as {@link dedupeTable} describes it. */
  readonly tableName: string;
  /** @default one client, made from the environment */
  readonly client?: DynamoDbClient | undefined;
  /** How long a delivered hook is remembered, in milliseconds. @default 86400000 */
  readonly retentionMs?: number | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
}

/** How to make the table: its key, a text, and the attribute that DynamoDB's time to live looks at. */
export const dedupeTable = { partitionKey: 'id', timeToLiveAttribute: 'expiresAt' } as const;

const dayMs = 86_400_000;

/**
 * Makes a {@link DedupeStore} in a DynamoDB table, for lanes that several processes work: two write requests
 * for each attempt. The role needs `dynamodb:PutItem` and `dynamodb:DeleteItem` on the table.
 *
 * @throws HooklaneError `invalid_options`
 */
export function createDynamoDbDedupeStore(options: DynamoDbDedupeStoreOptions): DedupeStore {
  const { tableName, retentionMs = dayMs, clock = systemClock } = options;
  checkOptions(tableName, retentionMs);
  const client = options.client ?? new DynamoDBClient();
  return {
    claim: async (key, { leaseMs }) => {
      const now = clock.now();
      // Tells a claim of one's own, whose answer was lost, from another's.
      const owner = randomUUID();
      try {
        await client.send(
          new PutItemCommand({
            TableName: tableName,
            Item: {
              id: { S: key },
              owner: { S: owner },
              until: number(now + leaseMs),
              expiresAt: seconds(now + leaseMs + dayMs),
            },
            // DynamoDB deletes what has expired only in the course of days.
            ConditionExpression: 'attribute_not_exists(id) OR #until <= :now',
            ExpressionAttributeNames: { '#until': 'until' },
            ExpressionAttributeValues: { ':now': number(now) },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { kind: 'claimed' };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return claimOf(error.Item, owner);
      }
    },
    complete: async (key, status) => {
      const until = clock.now() + retentionMs;
      await client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: {
            id: { S: key },
            deliveredWith: number(status),
            until: number(until),
            expiresAt: seconds(until),
          },
        }),
      );
    },
    release: async (key) => {
      try {
        await client.send(
          new DeleteItemCommand({
            TableName: tableName,
            Key: { id: { S: key } },
            ConditionExpression: 'attribute_not_exists(deliveredWith)',
          }),
        );
      } catch (error) {
        // Another attempt has delivered the hook meanwhile: that is to be remembered.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

function claimOf(item: Record<string, AttributeValue> | undefined, owner: string): DedupeClaim {
  const status = item?.['deliveredWith']?.N;
  if (status !== undefined) return { kind: 'delivered', status: Number(status) };
  return item?.['owner']?.S === owner ? { kind: 'claimed' } : { kind: 'busy' };
}

function number(value: number): AttributeValue {
  return { N: String(value) };
}

function seconds(ms: number): AttributeValue {
  return number(Math.ceil(ms / 1_000));
}

function checkOptions(tableName: unknown, retentionMs: unknown): void {
  if (typeof tableName !== 'string' || tableName === '') {
    throw invalid(`tableName must be the name of a table. Received: ${showReceived(tableName)}`);
  }
  if (!Number.isSafeInteger(retentionMs) || Number(retentionMs) < 1_000) {
    throw invalid(
      `retentionMs must be an integer from 1000. Received: ${showReceived(retentionMs)}`,
    );
  }
}

function invalid(what: string): HooklaneError<'invalid_options'> {
  return new HooklaneError('invalid_options', `DynamoDB dedupe store options: ${what}`);
}
