import { CreateTableCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { Redis } from 'ioredis';
import { createClient } from 'redis';
import { afterAll, describe, expect, it } from 'vitest';
import { startMoto } from '../../../test/setup/moto.ts';
import { createDynamoDbReplayGuard, replayTable } from '../src/dynamodb.ts';
import { createMemoryReplayGuard } from '../src/index.ts';
import { createRedisReplayGuard, type RedisClient } from '../src/redis.ts';
import { startRedis } from './redis-server.ts';
import {
  type GuardUnderTest,
  replayGuardContract,
  retentionSeconds,
} from './replay-guard-contract.ts';

const [moto, redis] = await Promise.all([startMoto(), startRedis()]);
if (moto === undefined) {
  process.stderr.write("Skipped DynamoDB on moto. To run it: pip install 'moto[server]'\n");
}
if (redis === undefined) {
  process.stderr.write('Skipped Redis. To run it: apt-get install redis-server\n');
}
afterAll(() => Promise.all([moto?.stop(), redis?.stop()]));

const leaseMs = 60_000;

/** Time that moves by hand. */
function createTime(): { now(): number; pass(ms: number): void } {
  let now = 1_800_000_000_000;
  return {
    now: () => now,
    pass(ms) {
      now += ms;
    },
  };
}

describe('the replay guard in memory', () => {
  const cases = replayGuardContract(async () => {
    const clock = createTime();
    const guard = createMemoryReplayGuard({ leaseMs, retentionSeconds, clock });
    return {
      open: () => guard,
      endLease: async () => clock.pass(leaseMs),
      async remembersFor(key) {
        clock.pass(retentionSeconds * 1_000 - 1);
        const still = await guard.claim(key);
        clock.pass(1);
        const after = await guard.claim(key);
        return still.kind === 'processed' && after.kind === 'claimed'
          ? retentionSeconds * 1_000
          : 0;
      },
    };
  });
  for (const { name, run } of cases) it(name, run);

  it('forgets the oldest when it is full', async () => {
    const guard = createMemoryReplayGuard({ maxHooks: 2 });
    for (const key of ['a', 'b', 'c']) {
      await guard.claim(key);
      await guard.complete(key);
    }
    expect((await guard.claim('b')).kind).toBe('processed');
    expect((await guard.claim('c')).kind).toBe('processed');
    expect((await guard.claim('a')).kind).toBe('claimed');
  });

  it.each([
    { maxHooks: 0 },
    { leaseMs: 999 },
    { retentionSeconds: 300 },
    { retentionSeconds: Number.POSITIVE_INFINITY },
  ])('is refused with %j', (options) => {
    expect(() => createMemoryReplayGuard(options)).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    );
  });
});

describe.skipIf(moto === undefined)('the replay guard in DynamoDB, on moto', () => {
  const client = new DynamoDBClient({
    endpoint: moto?.endpoint ?? '',
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  afterAll(() => client.destroy());
  let tables = 0;
  const createTable = async (): Promise<string> => {
    tables += 1;
    const TableName = `replay-${tables}`;
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [{ AttributeName: replayTable.partitionKey, KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: replayTable.partitionKey, AttributeType: 'S' }],
      }),
    );
    return TableName;
  };
  const cases = replayGuardContract(async () => {
    const clock = createTime();
    const tableName = await createTable();
    return {
      open: () =>
        createDynamoDbReplayGuard({ tableName, client, leaseMs, retentionSeconds, clock }),
      endLease: async () => clock.pass(leaseMs),
      async remembersFor(key) {
        const command = new GetItemCommand({ TableName: tableName, Key: { id: { S: key } } });
        const { Item } = await client.send(command);
        return Number(Item?.[replayTable.timeToLiveAttribute]?.N) * 1_000 - clock.now();
      },
    };
  });
  for (const { name, run } of cases) it(name, run);

  it('claims although the answer was lost and the SDK asked again', async () => {
    const tableName = await createTable();
    const send = async (command: never): Promise<unknown> => {
      await client.send(command);
      return client.send(command);
    };
    const twice = { send } as unknown as DynamoDBClient;
    const guard = createDynamoDbReplayGuard({ tableName, client: twice });
    expect((await guard.claim('a')).kind).toBe('claimed');
    expect((await guard.claim('a')).kind).toBe('processing');
  });

  it('passes on what DynamoDB says', async () => {
    const guard = createDynamoDbReplayGuard({ tableName: 'none', client });
    const acts = [guard.claim, guard.complete, (key: string) => guard.release(key, 'b')];
    for (const act of acts) {
      await expect(act('a')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
  });
});

describe.skipIf(redis === undefined).each(['ioredis', 'node-redis'])(
  'the replay guard in Redis, by %s',
  async (name) => {
    if (redis === undefined) return;
    const client =
      name === 'ioredis' ? new Redis(redis.port, '127.0.0.1') : await nodeRedis(redis.port);
    afterAll(() => void client.disconnect());
    const admin = client as unknown as {
      del(key: string): Promise<unknown>;
      pTTL?(key: string): Promise<number>;
      pttl?(key: string): Promise<number>;
    };
    let stores = 0;
    const create = async (): Promise<GuardUnderTest> => {
      stores += 1;
      const keyPrefix = `${name}:${stores}:`;
      const options = { client: client as RedisClient, keyPrefix, leaseMs, retentionSeconds };
      return {
        open: () => createRedisReplayGuard(options),
        // What Redis does when the time is over.
        endLease: async (key) => void (await admin.del(keyPrefix + key)),
        remembersFor: async (key) =>
          (await (admin.pTTL ?? admin.pttl)?.call(client, keyPrefix + key)) ?? 0,
      };
    };
    for (const { name, run } of replayGuardContract(create)) it(name, run);

    it('sets the lease as the time to live of a claim', async () => {
      const test = await create();
      await test.open().claim('a');
      const ms = await test.remembersFor('a');
      expect(ms).toBeGreaterThan(leaseMs - 10_000);
      expect(ms).toBeLessThanOrEqual(leaseMs);
    });
  },
);

describe('the replay guard in Redis', () => {
  it('refuses what is no client', () => {
    for (const client of [undefined, null, {}, { call: 1 }]) {
      expect(() => createRedisReplayGuard({ client: client as never })).toThrow(
        expect.objectContaining({ code: 'invalid_options' }),
      );
    }
  });

  it('tries once more when a claim ends between its two commands', async () => {
    const answers = [null, null, 'OK'];
    const client = { call: async () => answers.shift() };
    expect((await createRedisReplayGuard({ client }).claim('a')).kind).toBe('claimed');
  });
});

async function nodeRedis(port: number) {
  const client = createClient({ socket: { host: '127.0.0.1', port } });
  await client.connect();
  return client;
}
