/**
 * Maps `items` with at most `limit` calls of `map` under way; results keep the order of `items`. Takes an item when its
 * turn comes. Fails with the first call that fails, and begins none after it.
 */
export async function mapConcurrently<Item, Result>(
  items: Iterable<Item>,
  limit: number,
  map: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const entries = entriesOf(items);
  const work = async (): Promise<void> => {
    for (const [index, item] of entries) results[index] = await map(item, index);
  };
  const most = Array.isArray(items) ? Math.min(limit, items.length) : limit;
  await Promise.all(Array.from({ length: most }, work));
  return results;
}

// The workers share one generator: the one that fails closes it, which ends the others' loops, too.
function* entriesOf<Item>(items: Iterable<Item>): Generator<[number, Item]> {
  let index = 0;
  for (const item of items) {
    yield [index, item];
    index += 1;
  }
}
