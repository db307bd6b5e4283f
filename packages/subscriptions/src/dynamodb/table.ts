import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactionCanceledException,
  TransactionConflictException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Clock } from '@hooklane/core';
import { type Item, type Key, keyItem } from './item.ts';

/** The part of the AWS SDK's DynamoDB client that is used. */
export type DynamoDbClient = Pick<DynamoDBClient, 'send'>;

/** A condition of a write, and the values that it names. */
export interface Condition {
  readonly expression: string;
  readonly values?: Item | undefined;
}

/** A table, read consistently wherever DynamoDB can. */
export interface DynamoTable {
  readonly name: string;
  get(key: Key): Promise<Item | undefined>;
  /** Those that are there, in any order. */
  getMany(keys: readonly Key[]): Promise<readonly Item[]>;
  /** All items of a query, page by page. */
  query(input: Omit<QueryCommandInput, 'TableName'>): AsyncGenerator<Item, void, undefined>;
  /** `false` when the condition does not hold. */
  put(item: Item, condition: Condition): Promise<boolean>;
  /** All of at most 100 writes, or none. Gives the numbers of those whose conditions do not hold. */
  transact(writes: readonly TransactWriteItem[]): Promise<readonly number[]>;
  /** Waits before something is tried again, longer each time. */
  pause(tries: number): Promise<void>;
}

/** What {@link openTable} works with. */
export interface OpenTableOptions {
  readonly client: DynamoDbClient;
  readonly clock: Clock;
  readonly random: () => number;
}

/** How often something is tried that others are in the way of, before it fails. */
export const mostTries = 30;

/** Source: BatchGetItem takes 100 keys, TransactWriteItems 100 writes. */
const mostInBatch = 100;
export const mostInTransaction = 100;
const firstPauseMs = 10;
const longestPauseMs = 1_000;

/** Reasons that say nothing of the condition of a write. */
const passing = new Set([
  'None',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** Makes a {@link DynamoTable}. */
export function openTable(name: string, { client, clock, random }: OpenTableOptions): DynamoTable {
  const pause = (tries: number): Promise<void> =>
    clock.sleep(Math.min(longestPauseMs, firstPauseMs * 2 ** tries) * random());
  const paced = { client, pause };
  return {
    name,
    pause,
    get: async (key) => {
      const { Item } = await client.send(
        new GetItemCommand({ TableName: name, Key: keyItem(key), ConsistentRead: true }),
      );
      return Item;
    },
    getMany: async (keys) => {
      const found: Item[] = [];
      for (let from = 0; from < keys.length; from += mostInBatch) {
        found.push(...(await getBatch(paced, name, keys.slice(from, from + mostInBatch))));
      }
      return found;
    },
    query: (input) => queryAll(client, { TableName: name, ...input }),
    put: (item, { expression, values }) =>
      put(paced, {
        TableName: name,
        Item: item,
        ConditionExpression: expression,
        ...(values !== undefined && { ExpressionAttributeValues: values }),
      }),
    transact: (writes) => transact(paced, writes),
  };
}

interface Paced extends Pick<DynamoTable, 'pause'> {
  readonly client: DynamoDbClient;
}

async function getBatch(
  { client, pause }: Paced,
  name: string,
  keys: readonly Key[],
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let wanted: Record<string, AttributeValue>[] = keys.map(keyItem);
  for (let tries = 0; wanted.length > 0; tries += 1) {
    if (tries > 0) await pause(tries);
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [name]: { Keys: wanted, ConsistentRead: true } } }),
    );
    found.push(...(Responses?.[name] ?? []));
    wanted = UnprocessedKeys?.[name]?.Keys ?? [];
    if (wanted.length > 0 && tries === mostTries) {
      throw new Error(`DynamoDB left ${wanted.length} of ${keys.length} keys unread`);
    }
  }
  return found;
}

async function put({ client, pause }: Paced, input: PutItemCommandInput): Promise<boolean> {
  for (let tries = 0; ; tries += 1) {
    try {
      await client.send(new PutItemCommand(input));
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      const isPassing = error instanceof TransactionConflictException;
      if (!isPassing || tries === mostTries) throw error;
    }
    await pause(tries);
  }
}

async function transact(
  { client, pause }: Paced,
  writes: readonly TransactWriteItem[],
): Promise<readonly number[]> {
  for (let tries = 0; ; tries += 1) {
    try {
      await client.send(new TransactWriteItemsCommand({ TransactItems: [...writes] }));
      return [];
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const refused = refusedBy(error);
      if (refused.length > 0) return refused;
      if (tries === mostTries) throw error;
    }
    await pause(tries);
  }
}

/** @throws the error itself when it is about neither a condition nor another transaction */
function refusedBy(error: TransactionCanceledException): readonly number[] {
  const codes = (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None');
  const isOther = (code: string): boolean =>
    code !== 'ConditionalCheckFailed' && !passing.has(code);
  if (codes.length === 0 || codes.some(isOther)) throw error;
  return codes.flatMap((code, index) => (code === 'ConditionalCheckFailed' ? [index] : []));
}

async function* queryAll(
  client: DynamoDbClient,
  input: QueryCommandInput,
): AsyncGenerator<Item, void, undefined> {
  let ExclusiveStartKey: QueryCommandInput['ExclusiveStartKey'];
  do {
    const page = await client.send(new QueryCommand({ ...input, ExclusiveStartKey }));
    yield* page.Items ?? [];
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
}
