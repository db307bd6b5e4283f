// Makes the table of subscriptions, unless it is there.
import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { tableDefinition, timeToLiveAttribute } from '@hooklane/subscriptions/dynamodb';
import { tableName } from '../src/open-store.ts';

const client = new DynamoDBClient();

try {
  await client.send(new CreateTableCommand(tableDefinition(tableName)));
  await waitUntilTableExists({ client, maxWaitTime: 120 }, { TableName: tableName });
  await client.send(
    new UpdateTimeToLiveCommand({
      TableName: tableName,
      TimeToLiveSpecification: { AttributeName: timeToLiveAttribute, Enabled: true },
    }),
  );
  console.log('created', tableName);
} catch (error) {
  if (!(error instanceof ResourceInUseException)) throw error;
  console.log('unchanged', tableName);
}
