import type { EventFilter, FilterCondition } from './event-filter.ts';

/** Tells whether the data of an event, as JSON has it, is as a filter wants it. */
export function matchesFilter(filter: EventFilter, data: unknown): boolean {
  return Object.entries(filter).every(([path, condition]) =>
    holds(condition, valueAt(data, path.split('.'))),
  );
}

/** `undefined` when there is nothing at the path, which no JSON value is. Arrays are not looked into. */
function valueAt(data: unknown, names: readonly string[]): unknown {
  let at = data;
  for (const name of names) {
    if (at === null || typeof at !== 'object' || Array.isArray(at)) return undefined;
    // Own names only: `constructor` or `toString` are not part of the data.
    if (!Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}

function holds(condition: FilterCondition, value: unknown): boolean {
  if (condition === null || typeof condition !== 'object') return value === condition;
  if ('exists' in condition) return (value !== undefined) === condition.exists;
  if ('in' in condition) return condition.in.some((one) => one === value);
  if (typeof value !== 'number') return false;
  const { gte = -Infinity, gt = -Infinity, lte = Infinity, lt = Infinity } = condition;
  return value >= gte && value > gt && value <= lte && value < lt;
}
