import {
  isWebhookId,
  isWebhookSignature,
  isWebhookTimestamp,
  webhookHeaderNames,
} from '@hooklane/signature';
import { refusal, showReceived } from './refusal.ts';

type HeaderValue = string | readonly string[] | undefined;

/**
 * The headers of a request, names in any case: a fetch `Headers`, the `headers` of a Node request, a
 * `Map`, an array of pairs, or a record.
 */
export type ReceivedHeaders =
  | Iterable<readonly [name: string, value: HeaderValue]>
  | Readonly<Record<string, HeaderValue>>;

export interface WebhookHeaders {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
}

type HeaderName = (typeof webhookHeaderNames)[keyof typeof webhookHeaderNames];
type HeaderValues = ReadonlyMap<string, readonly string[]>;

const wantedNames: ReadonlySet<string> = new Set(Object.values(webhookHeaderNames));

/** @throws HooklaneError `missing_header`, `invalid_header` or `invalid_timestamp` */
export function readHeaders(headers: unknown): WebhookHeaders {
  const values = collectValues(headers);
  const id = readSingle(values, webhookHeaderNames.id);
  const timestamp = readSingle(values, webhookHeaderNames.timestamp);
  const signature = readList(values, webhookHeaderNames.signature);
  if (!isWebhookId(id)) {
    throw refusal(
      'invalid_header',
      'webhook-id must be 1 to 255 visible ASCII characters without "."',
    );
  }
  if (!isWebhookSignature(signature)) {
    throw refusal(
      'invalid_header',
      'webhook-signature must have at most 16 signatures in 4,096 characters',
    );
  }
  if (!isWebhookTimestamp(timestamp)) {
    throw refusal(
      'invalid_timestamp',
      'webhook-timestamp must be Unix seconds: 1 to 12 digits without a leading zero',
    );
  }
  return { id, timestamp, signature };
}

/** The values of the three headers, by lower-case name. */
function collectValues(headers: unknown): HeaderValues {
  const values = new Map<string, string[]>();
  for (const [name, value] of entriesOf(headers)) {
    const key = name.toLowerCase();
    if (!wantedNames.has(key)) continue;
    const texts = values.get(key) ?? [];
    for (const text of textsOf(value)) texts.push(text);
    values.set(key, texts);
  }
  return values;
}

function entriesOf(headers: unknown): readonly (readonly [string, unknown])[] {
  if (typeof headers !== 'object' || headers === null) {
    throw refusal(
      'invalid_header',
      `headers must be Headers, a record, a Map or an array of pairs. Received: ${showReceived(headers)}`,
    );
  }
  // Own keys only: a polluted prototype supplies no header.
  if (!isIterable(headers)) return Object.entries(headers);
  const entries = [...headers];
  if (entries.every(isPair)) return entries;
  throw refusal('invalid_header', 'headers must hold [name, value] pairs only');
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value && typeof value[Symbol.iterator] === 'function';
}

function isPair(value: unknown): value is readonly [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string';
}

function textsOf(value: unknown): readonly string[] {
  const texts: readonly unknown[] = Array.isArray(value) ? value : [value];
  const given = texts.filter((text) => text !== undefined);
  if (given.every((text) => typeof text === 'string')) return given;
  throw refusal('invalid_header', 'The webhook- headers must be strings or arrays of strings');
}

function readSingle(values: HeaderValues, name: HeaderName): string {
  const [value = '', ...others] = values.get(name) ?? [];
  // Node and fetch join two headers of one name with a comma, which neither value can hold.
  if (others.length > 0 || value.includes(',')) {
    throw refusal('invalid_header', `${name} was received more than once`);
  }
  if (value === '') throw missing(name);
  return value;
}

function readList(values: HeaderValues, name: HeaderName): string {
  // Node and fetch have joined several headers already, with a comma and a space.
  const list = (values.get(name) ?? []).join(' ').replaceAll(', ', ' ');
  if (list.trim() === '') throw missing(name);
  return list;
}

function missing(name: HeaderName): ReturnType<typeof refusal> {
  return refusal('missing_header', `${name} is missing. Check that no proxy in between drops it`);
}
