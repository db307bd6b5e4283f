import { HooklaneError, showReceived } from '@hooklane/core';
import type { EventFilter, FilterCondition } from './event-filter.ts';

// Filters are judged for every event of a partner: these bounds keep that cheap.
const mostConditions = 32;
const mostValues = 100;
const longestText = 1_024;
const ranges: ReadonlySet<string> = new Set(['gte', 'gt', 'lte', 'lt']);

/**
 * Reads a filter: 1 to 32 conditions, each on a path of names joined by dots.
 *
 * @throws HooklaneError `invalid_filter`
 */
export function parseFilter(value: unknown): EventFilter {
  if (!isRecord(value)) throw refuse(`must be an object. Received: ${showReceived(value)}`);
  const entries = Object.entries(value);
  if (entries.length === 0 || entries.length > mostConditions) {
    throw refuse(`must have 1 to ${mostConditions} conditions. Received: ${entries.length}`);
  }
  return Object.fromEntries(
    entries.map(([path, condition]) => [checkPath(path), readCondition(path, condition)]),
  );
}

function checkPath(path: string): string {
  const names = path.split('.');
  // Data read from JSON can own this name, yet nobody who writes it into a filter means well.
  if (path.length > longestText || names.includes('') || names.includes('__proto__')) {
    throw refuse(`must have paths such as "amount.currency". Received: ${showReceived(path)}`);
  }
  return path;
}

function readCondition(path: string, condition: unknown): FilterCondition {
  if (isValue(condition)) return condition;
  if (!isRecord(condition)) throw refuseCondition(path, condition);
  const names = Object.keys(condition);
  if (names.length === 1 && typeof condition['exists'] === 'boolean') {
    return { exists: condition['exists'] };
  }
  const list = condition['in'];
  if (names.length === 1 && Array.isArray(list) && isListOfValues(list)) return { in: [...list] };
  const isRange =
    names.length > 0 && names.every((name) => ranges.has(name) && Number.isFinite(condition[name]));
  if (isRange) return { ...condition };
  throw refuseCondition(path, condition);
}

function isListOfValues(
  list: readonly unknown[],
): list is readonly (string | number | boolean | null)[] {
  return list.length > 0 && list.length <= mostValues && list.every(isValue);
}

function isValue(value: unknown): value is string | number | boolean | null {
  if (typeof value === 'string') return value.length <= longestText;
  return value === null || typeof value === 'boolean' || Number.isFinite(value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object') return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

function refuseCondition(path: string, condition: unknown): HooklaneError<'invalid_filter'> {
  return refuse(
    `must have a text, number, boolean or null for ${showReceived(path)}, or one of { in: [1 to ${mostValues} of these] }, { gte, gt, lte, lt } with numbers, { exists: true or false }. Received: ${showReceived(condition)}`,
  );
}

function refuse(what: string): HooklaneError<'invalid_filter'> {
  return new HooklaneError('invalid_filter', `A filter ${what}`);
}
