import { afterAll, describe, it } from 'vitest';
import { createDynamoDbStore } from '../../src/dynamodb.ts';
import { subscriptionStoreContract } from '../../src/testing.ts';
import { type MotoTables, startMotoTables } from './support/moto-table.ts';

const moto = await startMotoTables();

describe.skipIf(moto === undefined)('the DynamoDB store, on moto', () => {
  afterAll(() => moto?.stop());
  const { client, createTable } = moto ?? ({} as MotoTables);
  const cases = subscriptionStoreContract(async () =>
    createDynamoDbStore({ tableName: await createTable(), client }),
  );
  for (const { name, run } of cases) it(name, run);
});
