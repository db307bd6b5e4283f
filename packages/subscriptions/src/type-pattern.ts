const segment = '[A-Za-z0-9_:/-]+';
const typeForm = new RegExp(`^${segment}(?:\\.${segment})*$`);
const patternForm = new RegExp(`^(?:${segment}\\.)+\\*$`);
/** The type of a hook has no more (`hook.ts` of core). */
const longestType = 128;

/** Tells whether a value can be the type of an event: parts joined by dots, `transfer.created`, 128 characters at most. */
export function isEventType(value: unknown): value is string {
  return typeof value === 'string' && value.length <= longestType && typeForm.test(value);
}

/** Tells whether a value is a type, all types below one (`transfer.*`) or all types (`*`). */
export function isTypePattern(value: unknown): value is string {
  if (isEventType(value) || value === '*') return true;
  return typeof value === 'string' && value.length <= longestType && patternForm.test(value);
}

/**
 * Tells whether a type is one of a pattern. `transfer.*` is everything below `transfer`, however deep, but not `transfer`
 * itself.
 */
export function matchesType(pattern: string, type: string): boolean {
  if (pattern === '*' || pattern === type) return true;
  return pattern.endsWith('.*') && type.startsWith(pattern.slice(0, -1));
}
