import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SubscriptionStore } from '@hooklane/subscriptions';
import { createDynamoDbStore } from '@hooklane/subscriptions/dynamodb';
import { stage } from './stage.ts';

/** The table with subscriptions, events and results. */
export const tableName = `hooklane-${stage}-subscriptions`;

/** Subscriptions, events and results, in DynamoDB: for processes on any number of machines. */
export function openStore(): SubscriptionStore {
  return createDynamoDbStore({ tableName, client: new DynamoDBClient() });
}
