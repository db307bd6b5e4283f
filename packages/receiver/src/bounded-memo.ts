/**
 * Wraps `compute` so that it runs once per text. At `maxEntries` the oldest result is forgotten and,
 * when asked for again, computed again. What throws is not kept.
 */
export function createBoundedMemo<Result>(
  compute: (text: string) => Result,
  maxEntries: number,
): (text: string) => Result {
  const results = new Map<string, { readonly result: Result }>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known.result;
    const result = compute(text);
    if (results.size >= maxEntries) {
      for (const oldest of results.keys()) {
        results.delete(oldest);
        break;
      }
    }
    results.set(text, { result });
    return result;
  };
}
