import type { CreateTableCommandInput, GlobalSecondaryIndex } from '@aws-sdk/client-dynamodb';

/** The attribute that DynamoDB's time to live looks at. It is switched on by `UpdateTimeToLive`. */
export const timeToLiveAttribute = 'expiresAt';

/** The indexes of hooks, all by time: of a partner and a status, of a subscription and a status, of a status. */
export const indexes = {
  byPartner: 'partnerStatus',
  bySubscription: 'subscriptionStatus',
  byTime: 'timeGroup',
} as const;

/**
 * What `CreateTable` is to be given: one table for all, paid by request.
 *
 * | item | `pk` | `sk` |
 * | --- | --- | --- |
 * | subscription, with its health | `sub#<id>` | `-` |
 * | subscription, as it is listed | `subs` | `<partner>#<id>` |
 * | event | `evt#<id>` | `-` |
 * | body of an event, in parts | `evt#<id>` | `body#<number>` |
 * | hooks of an event that has more than fit one transaction | `evt#<id>` | `hooks#<token>#<number>` |
 * | such an event, until all of its hooks are there | `adding` | `<id>` |
 * | idempotency key | `key#<hash>` | `-` |
 * | hook | `hook#<id>` | `-` |
 * | attempt | `hook#<id>` | `attempt#<time>` |
 * | attempt that failed | `failures#<subscription>` | `<time>#<hook>` |
 */
export function tableDefinition(tableName: string): CreateTableCommandInput {
  const names = ['pk', 'sk', 'time', ...Object.values(indexes)];
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: names.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: Object.entries(indexes).map(indexOn),
  };
}

function indexOn([IndexName, attribute]: readonly [string, string]): GlobalSecondaryIndex {
  return {
    IndexName,
    KeySchema: [
      { AttributeName: attribute, KeyType: 'HASH' },
      { AttributeName: 'time', KeyType: 'RANGE' },
    ],
    // Not the health of a subscription: it changes with each result, and the index would be written each time.
    Projection: { ProjectionType: 'INCLUDE', NonKeyAttributes: ['record'] },
  };
}
