/** Items of which the first, by the order given at its making, is always at hand. */
export interface MinHeap<Item> {
  readonly size: number;
  peek(): Item | undefined;
  push(item: Item): void;
  pop(): Item | undefined;
  /** Drops all items that `isKept` does not claim. */
  prune(isKept: (item: Item) => boolean): void;
}

type IsBefore<Item> = (a: Item, b: Item) => boolean;

/** Makes a heap ordered by `isBefore`. */
export function createMinHeap<Item>(isBefore: IsBefore<Item>): MinHeap<Item> {
  let items: Item[] = [];
  return {
    get size() {
      return items.length;
    },
    peek: () => items[0],
    push: (item) => {
      items.push(item);
      rise(items, isBefore);
    },
    pop: () => {
      const first = items[0];
      const last = items.pop();
      if (items.length > 0 && last !== undefined) {
        items[0] = last;
        sink(items, isBefore, 0);
      }
      return first;
    },
    prune: (isKept) => {
      items = items.filter(isKept);
      for (let index = (items.length >> 1) - 1; index >= 0; index -= 1) {
        sink(items, isBefore, index);
      }
    },
  };
}

function rise<Item>(items: Item[], isBefore: IsBefore<Item>): void {
  let index = items.length - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!isBefore(items[index] as Item, items[parent] as Item)) return;
    swap(items, index, parent);
    index = parent;
  }
}

function sink<Item>(items: Item[], isBefore: IsBefore<Item>, start: number): void {
  for (let index = start; ; ) {
    let first = index;
    for (let child = 2 * index + 1; child <= 2 * index + 2 && child < items.length; child += 1) {
      if (isBefore(items[child] as Item, items[first] as Item)) first = child;
    }
    if (first === index) return;
    swap(items, index, first);
    index = first;
  }
}

function swap<Item>(items: Item[], a: number, b: number): void {
  const item = items[a] as Item;
  items[a] = items[b] as Item;
  items[b] = item;
}
