import {
  CreateTableCommand,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { startMoto } from '../../../../../test/setup/moto.ts';
import {
  type DynamoDbClient,
  tableDefinition,
  timeToLiveAttribute,
} from '../../../src/dynamodb.ts';

/** DynamoDB on moto. */
export interface MotoTables {
  readonly client: DynamoDbClient;
  /** Makes an empty table and gives its name. */
  createTable(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts moto; `undefined`, and a line that says so, where Python has none. */
export async function startMotoTables(): Promise<MotoTables | undefined> {
  const moto = await startMoto();
  if (moto === undefined) {
    process.stderr.write("Skipped DynamoDB on moto. To run it: pip install 'moto[server]'\n");
    return undefined;
  }
  const sdk = new DynamoDBClient({
    endpoint: moto.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const client = oneAtATime(sdk);
  let tables = 0;
  return {
    client,
    createTable: async () => {
      tables += 1;
      const TableName = `store-${tables}`;
      await client.send(new CreateTableCommand(tableDefinition(TableName)));
      const TimeToLiveSpecification = { AttributeName: timeToLiveAttribute, Enabled: true };
      await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
      return TableName;
    },
    stop: async () => {
      sdk.destroy();
      await moto.stop();
    },
  };
}

/**
 * moto shows what a transaction writes before it is whole, and undoes it by putting the table back as it was, with what
 * others wrote meanwhile. So that a request is one step, as on DynamoDB, each waits for the one before.
 */
function oneAtATime(sdk: DynamoDBClient): DynamoDbClient {
  const send = sdk.send.bind(sdk) as (...args: unknown[]) => Promise<unknown>;
  let last: Promise<unknown> = Promise.resolve();
  return {
    send: ((...args: unknown[]) => {
      const next = last.then(() => send(...args));
      last = next.catch(() => undefined);
      return next;
    }) as DynamoDbClient['send'],
  };
}
