import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  ScanCommand,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { createDynamoDbStore, type DynamoDbStoreOptions } from '../../src/dynamodb.ts';
import type { SubscriptionStore } from '../../src/subscription-store.ts';
import {
  buildAttemptResult,
  buildStoredEvent,
  buildStoredHook,
  buildSubscription,
} from '../../src/testing.ts';
import { type Fault, faultyClient, isWrite } from './support/faulty-client.ts';
import { type MotoTables, startMotoTables } from './support/moto-table.ts';

const moto = await startMotoTables();
const dayMs = 86_400_000;
const $metadata = {};
const hooks = Array.from({ length: 3 }, (_, number) => buildStoredHook({ id: `msg_${number}` }));
const results = hooks.map(({ id }) => buildAttemptResult({ hookId: id }));

function cancelled(...codes: readonly string[]): TransactionCanceledException {
  const CancellationReasons = codes.map((Code) => ({ Code }));
  return new TransactionCanceledException({ $metadata, message: 'cancelled', CancellationReasons });
}

/** The first requests that `isMeant` come to nothing. */
function firstOnes(
  count: number,
  isMeant: (command: Parameters<Fault>[0]) => boolean,
  error: () => Error,
): Fault {
  let left = count;
  return (command) => {
    if (left === 0 || !isMeant(command)) return undefined;
    left -= 1;
    return Promise.reject(error());
  };
}

describe.skipIf(moto === undefined)('the DynamoDB store, when something goes wrong', () => {
  afterAll(() => moto?.stop());
  const { client, createTable } = moto ?? ({} as MotoTables);

  async function open(
    fault: Fault,
    options: Partial<DynamoDbStoreOptions> = {},
  ): Promise<{ readonly store: SubscriptionStore; readonly tableName: string }> {
    const tableName = await createTable();
    const faulty = faultyClient(client, fault);
    // Never waits: the pauses are a part of `random`.
    return {
      store: createDynamoDbStore({ tableName, client: faulty, random: () => 0, ...options }),
      tableName,
    };
  }

  it.each(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])(
    'tries again after %s',
    async (code) => {
      const isTransaction = ({ name }: { readonly name: string }) =>
        name === 'TransactWriteItemsCommand';
      const { store } = await open(firstOnes(3, isTransaction, () => cancelled('None', code)));
      expect(await store.putSubscription(buildSubscription())).toBe(true);
      expect((await store.addEvent(buildStoredEvent(), hooks)).isNew).toBe(true);
    },
  );

  it('passes on what is wrong with a transaction itself', async () => {
    const { store } = await open(firstOnes(1, isWrite, () => cancelled('None', 'ValidationError')));
    await expect(store.addEvent(buildStoredEvent(), hooks)).rejects.toThrow('cancelled');
  });

  it('moves a hook although a transaction is in its way, or another changed it', async () => {
    const conflict = new TransactionConflictException({ $metadata, message: 'conflict' });
    const refusal = new ConditionalCheckFailedException({ $metadata, message: 'refused' });
    const faults = [conflict, refusal];
    const { store } = await open(
      firstOnes(
        2,
        ({ name }) => name === 'PutItemCommand',
        () => faults.shift() ?? conflict,
      ),
    );
    await store.addEvent(buildStoredEvent(), hooks);
    const moved = await store.moveHooks(['msg_0'], { from: ['accepted'], to: 'held' });
    expect(moved).toEqual(['msg_0']);
    expect(faults).toEqual([]);
  });

  it('gives up when others are in the way each time, and says so', async () => {
    const { store } = await open((command) =>
      command.name === 'PutItemCommand'
        ? Promise.reject(new ConditionalCheckFailedException({ $metadata, message: 'refused' }))
        : undefined,
    );
    await store.addEvent(buildStoredEvent(), hooks);
    await expect(
      store.moveHooks(['msg_0'], { from: ['accepted'], to: 'held' }),
    ).rejects.toMatchObject({ code: 'changed_meanwhile' });
  });

  it('reads again what a batch left unread', async () => {
    let batches = 0;
    const { store } = await open(({ name, input }, send) => {
      if (name !== 'BatchGetItemCommand') return undefined;
      batches += 1;
      return batches > 2
        ? undefined
        : send().then(() => ({ Responses: {}, UnprocessedKeys: input['RequestItems'] }));
    });
    await store.addEvent(buildStoredEvent(), hooks);
    expect(await store.listHooksOfEvent('evt_1')).toEqual(hooks);
    expect(batches).toBe(3);
  });

  it('keeps the other results when one cannot be written', async () => {
    const { store } = await open(({ name, input }) =>
      name === 'TransactWriteItemsCommand' &&
      JSON.stringify(input).includes('hook#msg_1"},"sk":{"S":"att')
        ? Promise.reject(new Error('too large'))
        : undefined,
    );
    await store.putSubscription(buildSubscription());
    await store.addEvent(buildStoredEvent(), hooks);
    await expect(store.addResults(results)).rejects.toThrow('too large');
    const attempts = await Promise.all(hooks.map(({ id }) => store.listAttempts(id)));
    expect(attempts.map(({ length }) => length)).toEqual([1, 0, 1]);
    expect(await store.getHealth('sub_1')).toMatchObject({ successes: 2 });
  });

  it('counts results once although the answer to a transaction was lost', async () => {
    let isLost = false;
    const { store } = await open((command, send) => {
      const isResult = JSON.stringify(command.input).includes('attempt#');
      if (isLost || !isResult || command.name !== 'TransactWriteItemsCommand') return undefined;
      isLost = true;
      return send().then(() => Promise.reject(new Error('socket hang up')));
    });
    await store.putSubscription(buildSubscription());
    await store.addEvent(buildStoredEvent(), hooks);
    const added = await store.addResults(results);
    expect(added.map(({ kind }) => kind)).toEqual(['known', 'known', 'known']);
    expect(await store.getHealth('sub_1')).toMatchObject({ successes: 3, failures: 0 });
  });

  it('lets hooks that are final and attempts go after their retention, and nothing else', async () => {
    const { store, tableName } = await open(() => undefined, { retentionMs: 30 * dayMs });
    await store.putSubscription(buildSubscription());
    await store.addEvent(buildStoredEvent(), hooks);
    await store.addResults(results.slice(0, 2));
    await store.moveHooks(['msg_1'], { from: ['delivered'], to: 'accepted' });
    const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName }));
    const ending = Items.filter((item) => item['expiresAt'] !== undefined).map(
      ({ pk, sk, expiresAt }) => [`${pk?.S} ${sk?.S?.split('#')[0]}`, Number(expiresAt?.N)],
    );
    const createdSeconds = buildStoredHook().createdAt / 1_000 + (30 * dayMs) / 1_000;
    expect(Object.fromEntries(ending)).toEqual({
      'hook#msg_0 -': createdSeconds,
      'hook#msg_0 attempt': createdSeconds + 1,
      'hook#msg_1 attempt': createdSeconds + 1,
    });
  });
});

describe('the options of the DynamoDB store', () => {
  const client = new DynamoDBClient({ region: 'us-east-1' });
  it.each([
    { tableName: '', client },
    { client },
    { tableName: 'store' },
    { tableName: 'store', client, retentionMs: 1_000 },
    { tableName: 'store', client, ttl: true },
  ])('are refused where they are wrong: $tableName', (options) => {
    expect(() => createDynamoDbStore(options as DynamoDbStoreOptions)).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    );
  });
});
