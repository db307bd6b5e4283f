import { refusal, showReceived } from './refusal.ts';

type HeaderValue = string | readonly string[] | undefined;

/**
 * The headers of a request, names in any case: a fetch `Headers`, the `headers` of a Node request, a
 * `Map`, an array of pairs, or a record.
 */
export type ReceivedHeaders =
  | Iterable<readonly [name: string, value: HeaderValue]>
  | Readonly<Record<string, HeaderValue>>;

/** The values of the headers that were asked for, by lower-case name. */
export type HeaderValues = ReadonlyMap<string, readonly string[]>;

/** Names of headers, in lower case, made ready to be looked for. */
export interface WantedHeaders {
  readonly names: ReadonlySet<string>;
  readonly lengths: ReadonlySet<number>;
}

/** Makes names ready; they must be in lower case. */
export function wantedHeaders(names: readonly string[]): WantedHeaders {
  return { names: new Set(names), lengths: new Set(names.map(({ length }) => length)) };
}

/**
 * The values of the headers that are wanted.
 *
 * @throws HooklaneError `invalid_header` when the headers, or the values of these, are of another type
 */
export function collectHeaders(headers: unknown, { names, lengths }: WantedHeaders): HeaderValues {
  const values = new Map<string, string[]>();
  const add = (name: string, value: unknown): void => {
    // Most are as long as none that is wanted, and most of the others in lower case already.
    if (!lengths.has(name.length)) return;
    const key = names.has(name) ? name : name.toLowerCase();
    if (!names.has(key)) return;
    const known = values.get(key);
    if (known === undefined && typeof value === 'string') {
      values.set(key, [value]);
      return;
    }
    const texts = known ?? [];
    for (const text of textsOf(value)) texts.push(text);
    values.set(key, texts);
  };
  if (typeof headers !== 'object' || headers === null) {
    throw refusal(
      'invalid_header',
      `headers must be Headers, a record, a Map or an array of pairs. Received: ${showReceived(headers)}`,
    );
  }
  if (isIterable(headers)) {
    const entries = [...headers];
    if (!entries.every(isPair)) {
      throw refusal('invalid_header', 'headers must hold [name, value] pairs only');
    }
    for (const [name, value] of entries) add(name, value);
  } else {
    // Own keys only: a polluted prototype supplies no header.
    const record = headers as Readonly<Record<string, unknown>>;
    for (const name in record) if (Object.hasOwn(record, name)) add(name, record[name]);
  }
  return values;
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
  throw refusal(
    'invalid_header',
    'The headers of a signature must be strings or arrays of strings',
  );
}

/**
 * The value of a header that comes once.
 *
 * @throws HooklaneError `missing_header` or `invalid_header`
 */
export function readSingle(values: HeaderValues, name: string): string {
  const texts = values.get(name) ?? [];
  const value = texts[0] ?? '';
  // Node and fetch join two headers of one name with a comma, which no such value can hold.
  if (texts.length > 1 || value.includes(',')) {
    throw refusal('invalid_header', `${name} was received more than once`);
  }
  if (value === '') throw missing(name);
  return value;
}

/**
 * The values of a header that may come several times, with a space between them.
 *
 * @throws HooklaneError `missing_header`
 */
export function readList(values: HeaderValues, name: string): string {
  // Node and fetch have joined several headers already, with a comma and a space.
  const texts = values.get(name) ?? [];
  const joined = texts.length === 1 ? `${texts[0]}` : texts.join(' ');
  const list = joined.includes(', ') ? joined.replaceAll(', ', ' ') : joined;
  if (list.trim() === '') throw missing(name);
  return list;
}

/** Tells whether a header came with anything in it. */
export function hasHeader(values: HeaderValues, name: string): boolean {
  return (values.get(name) ?? []).some((value) => value.trim() !== '');
}

function missing(name: string): ReturnType<typeof refusal> {
  return refusal('missing_header', `${name} is missing. Check that no proxy in between drops it`);
}
