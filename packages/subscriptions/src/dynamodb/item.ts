import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item, as DynamoDB gives it. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** Where an item is. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** The key, as DynamoDB takes it. */
export function keyItem({ pk, sk }: Key): Record<'pk' | 'sk', AttributeValue> {
  return { pk: text(pk), sk: text(sk) };
}

/** A text, as DynamoDB takes it. */
export function text(value: string): AttributeValue {
  return { S: value };
}

/** A number, as DynamoDB takes it. */
export function number(value: number): AttributeValue {
  return { N: String(value) };
}

/** A text of an item; empty when it is not there. */
export function textOf(item: Item, name: string): string {
  return item[name]?.S ?? '';
}

/** A number of an item; 0 when it is not there. */
export function numberOf(item: Item, name: string): number {
  return Number(item[name]?.N ?? 0);
}

/** The record that was put into an item as JSON. */
export function recordOf<Stored>(item: Item): Stored {
  return JSON.parse(textOf(item, 'record')) as Stored;
}

/** When an item may go, in seconds as DynamoDB wants them; nothing without a retention. */
export function expiry(at: number, retentionMs: number | undefined): Item {
  return retentionMs === undefined
    ? {}
    : { expiresAt: number(Math.ceil((at + retentionMs) / 1_000)) };
}
