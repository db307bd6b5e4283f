import {
  type AttributeValue,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { refusal, showReceived } from './refusal.ts';
import {
  checkReplayGuardOptions,
  type ReplayClaim,
  type ReplayGuard,
  type ReplayGuardOptions,
} from './replay-guard.ts';

/** Where {@link createDynamoDbReplayGuard} remembers. */
export interface DynamoDbReplayGuardOptions extends ReplayGuardOptions {
  /** A table as {@link replayTable} describes it. */
  readonly tableName: string;
  /** The client of the AWS SDK. */
  readonly client: Pick<DynamoDBClient, 'send'>;
}

/** How to make the table: its key, a text, and the attribute that DynamoDB's time to live looks at. */
export const replayTable = { partitionKey: 'id', timeToLiveAttribute: 'expiresAt' } as const;

/**
 * A guard in a DynamoDB table, for receivers of several processes: two write requests for each hook. The role
 * needs `dynamodb:PutItem` and `dynamodb:DeleteItem` on the table.
 *
 * @throws HooklaneError `invalid_options`
 */
export function createDynamoDbReplayGuard(options: DynamoDbReplayGuardOptions): ReplayGuard {
  const { tableName: TableName, client } = options;
  const { leaseMs, retentionMs, clock } = checkReplayGuardOptions(options);
  if (typeof TableName !== 'string' || TableName === '') {
    throw refusal(
      'invalid_options',
      `tableName must be the name of a table. Received: ${showReceived(TableName)}`,
    );
  }
  return {
    async claim(key) {
      const now = clock.now();
      const token = crypto.randomUUID();
      try {
        await client.send(
          new PutItemCommand({
            TableName,
            Item: { id: { S: key }, token: { S: token }, ...untilOf(now + leaseMs) },
            // DynamoDB deletes what has expired only in the course of days.
            ConditionExpression: 'attribute_not_exists(id) OR #until <= :now',
            ExpressionAttributeNames: { '#until': 'until' },
            ExpressionAttributeValues: { ':now': { N: `${now}` } },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { kind: 'claimed', token };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return claimOf(error.Item, token);
      }
    },
    async complete(key) {
      const Item = { id: { S: key }, ...untilOf(clock.now() + retentionMs) };
      await client.send(new PutItemCommand({ TableName, Item }));
    },
    async release(key, token) {
      try {
        await client.send(
          new DeleteItemCommand({
            TableName,
            Key: { id: { S: key } },
            ConditionExpression: '#token = :token',
            ExpressionAttributeNames: { '#token': 'token' },
            ExpressionAttributeValues: { ':token': { S: token } },
          }),
        );
      } catch (error) {
        // The claim ended, and the hook is another's or processed by now.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

function claimOf(item: Record<string, AttributeValue> | undefined, token: string): ReplayClaim {
  const known = item?.['token']?.S;
  if (item !== undefined && known === undefined) return { kind: 'processed' };
  // One's own: the answer to the claim was lost, and the SDK asked again.
  return known === token ? { kind: 'claimed', token } : { kind: 'processing' };
}

function untilOf(ms: number): Record<'until' | 'expiresAt', AttributeValue> {
  return { until: { N: `${ms}` }, expiresAt: { N: `${Math.ceil(ms / 1_000)}` } };
}
