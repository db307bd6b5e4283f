import { tableDefinition, timeToLiveAttribute } from '@hooklane/subscriptions/dynamodb';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

interface KeyPart {
  readonly AttributeName?: string | undefined;
}

/** Adds the table of the subscriptions: its keys and indexes are those that the store says. It is kept when the stack goes. */
export function addSubscriptionsTable(scope: Construct): dynamodb.Table {
  const { KeySchema = [], GlobalSecondaryIndexes = [] } = tableDefinition('any');
  const table = new dynamodb.Table(scope, 'Subscriptions', {
    ...keysOf(KeySchema),
    billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
    timeToLiveAttribute,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
  });
  for (const { IndexName = '', KeySchema: keys = [], Projection } of GlobalSecondaryIndexes) {
    table.addGlobalSecondaryIndex({
      indexName: IndexName,
      ...keysOf(keys),
      projectionType: Projection?.ProjectionType as dynamodb.ProjectionType,
      nonKeyAttributes: Projection?.NonKeyAttributes ?? [],
    });
  }
  return table;
}

/** Every key is text. */
function keysOf(
  schema: readonly KeyPart[],
): Required<Pick<dynamodb.SchemaOptions, 'partitionKey' | 'sortKey'>> {
  const [partitionKey, sortKey] = schema.map(({ AttributeName: name = '' }) => ({
    name,
    type: dynamodb.AttributeType.STRING,
  }));
  if (partitionKey !== undefined && sortKey !== undefined) return { partitionKey, sortKey };
  throw new Error('The keys of the store have two parts');
}
