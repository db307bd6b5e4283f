import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { createFakeClock, dedupeStoreContract } from '@hooklane/core/testing';
import { afterAll, describe, expect, it } from 'vitest';
import { startMoto } from '../../../test/setup/moto.ts';
import { createDynamoDbDedupeStore, type DynamoDbClient, dedupeTable } from '../src/dynamodb.ts';

const lease = { leaseMs: 10_000 };
const moto = await startMoto();
if (moto === undefined) {
  process.stderr.write("Skipped DynamoDB on moto. To run it: pip install 'moto[server]'\n");
}

describe.skipIf(moto === undefined)('the DynamoDB dedupe store, on moto', () => {
  const client = new DynamoDBClient({
    endpoint: moto?.endpoint ?? '',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  afterAll(async () => {
    client.destroy();
    await moto?.stop();
  });
  let tables = 0;
  const createTable = async (): Promise<string> => {
    tables += 1;
    const TableName = `dedupe-${tables}`;
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: dedupeTable.partitionKey, KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: dedupeTable.partitionKey, AttributeType: 'S' }],
      }),
    );
    await client.send(new DescribeTableCommand({ TableName }));
    return TableName;
  };

  const cases = dedupeStoreContract(async ({ clock }) =>
    createDynamoDbDedupeStore({ tableName: await createTable(), client, clock }),
  );
  for (const { name, run } of cases) it(name, run);

  it('claims a hook although the answer to its claim was lost and the SDK asked again', async () => {
    const twice: DynamoDbClient = {
      send: (async (command: PutItemCommand) => {
        if (command instanceof PutItemCommand) await client.send(command);
        return client.send(command);
      }) as DynamoDbClient['send'],
    };
    const clock = createFakeClock();
    const tableName = await createTable();
    const store = createDynamoDbDedupeStore({ tableName, client: twice, clock });
    expect(await store.claim('acme/msg_1', lease)).toEqual({ kind: 'claimed' });
    const other = createDynamoDbDedupeStore({ tableName, client, clock });
    expect(await other.claim('acme/msg_1', lease)).toEqual({ kind: 'busy' });
  });

  it('forgets a delivery after its retention, whenever DynamoDB deletes it', async () => {
    const clock = createFakeClock();
    const tableName = await createTable();
    const store = createDynamoDbDedupeStore({ tableName, client, clock, retentionMs: 60_000 });
    await store.complete('acme/msg_1', 200);
    await clock.advance(59_999);
    expect(await store.claim('acme/msg_1', lease)).toEqual({ kind: 'delivered', status: 200 });
    await clock.advance(1);
    expect(await store.claim('acme/msg_1', lease)).toEqual({ kind: 'claimed' });
  });
});

describe('createDynamoDbDedupeStore', () => {
  it('passes on what DynamoDB refuses: the handler then delivers without it', async () => {
    const failing: DynamoDbClient = {
      send: () => Promise.reject(Object.assign(new Error('slow down'), { name: 'Throttling' })),
    };
    const store = createDynamoDbDedupeStore({ tableName: 'dedupe', client: failing });
    await expect(store.claim('acme/msg_1', lease)).rejects.toThrow('slow down');
    await expect(store.complete('acme/msg_1', 200)).rejects.toThrow('slow down');
    await expect(store.release('acme/msg_1')).rejects.toThrow('slow down');
  });

  it.each([{ tableName: '' }, { tableName: 'dedupe', retentionMs: 0 }])('refuses %j', (options) => {
    expect(() => createDynamoDbDedupeStore(options)).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    );
  });
});
