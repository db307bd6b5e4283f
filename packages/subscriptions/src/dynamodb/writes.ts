import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { type Item, type Key, keyItem } from './item.ts';
import type { Condition } from './table.ts';

/** The condition of a write that makes an item. */
export const isNew: Condition = { expression: 'attribute_not_exists(pk)' };

/** A write of a transaction that puts an item. */
export function putWrite(TableName: string, item: Item, condition?: Condition): TransactWriteItem {
  return { Put: { TableName, Item: item, ...conditionOf(condition) } };
}

/** A write of a transaction that deletes an item. */
export function deleteWrite(TableName: string, key: Key, condition?: Condition): TransactWriteItem {
  return { Delete: { TableName, Key: keyItem(key), ...conditionOf(condition) } };
}

/** What an update changes: attributes that are `undefined` are removed. */
export interface Update {
  readonly key: Key;
  readonly set: Readonly<Record<string, Item[string] | undefined>>;
  readonly condition: Condition;
}

/** A write of a transaction that changes attributes of an item, and makes it if it is not there. */
export function updateWrite(TableName: string, { key, set, condition }: Update): TransactWriteItem {
  const entries = Object.entries(set);
  const names = entries.map(([name]) => [`#${name}`, name] as const);
  const given = entries.flatMap(([name, value]) =>
    value === undefined ? [] : [[`:set_${name}`, value] as const],
  );
  const sets = entries.filter(([, value]) => value !== undefined);
  const removes = entries.filter(([, value]) => value === undefined);
  const clauses = [
    ...(sets.length > 0
      ? [`SET ${sets.map(([name]) => `#${name} = :set_${name}`).join(', ')}`]
      : []),
    ...(removes.length > 0 ? [`REMOVE ${removes.map(([name]) => `#${name}`).join(', ')}`] : []),
  ];
  const values = { ...condition.values, ...Object.fromEntries(given) };
  return {
    Update: {
      TableName,
      Key: keyItem(key),
      UpdateExpression: clauses.join(' '),
      ConditionExpression: condition.expression,
      ExpressionAttributeNames: Object.fromEntries(names),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    },
  };
}

function conditionOf(condition: Condition | undefined) {
  if (condition === undefined) return {};
  const { expression, values } = condition;
  return {
    ConditionExpression: expression,
    ...(values !== undefined && { ExpressionAttributeValues: values }),
  };
}
