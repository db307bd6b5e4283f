import type { RoutePath } from './route.ts';

/** What is counted of a partner on one path. */
export type CountName =
  /** Hooks that the path took. */
  | 'published'
  /** Hooks that it did not take, after all tries of a `publish`. */
  | 'failed'
  /** Hooks that reached the partner, as `recordDelivered` was told; each once. */
  | 'delivered'
  /** Deliveries of a hook that was delivered before. */
  | 'repeated'
  /** Deliveries by another path than the one the hook was published on. */
  | 'strayed';

/** The counts of a partner on one path. */
export interface PathCounts extends Readonly<Record<CountName, number>> {
  readonly partnerId: string;
  readonly path: RoutePath;
}

/** Where a rollout counts. With several processes, counters in a database make one comparison of all. */
export interface PathCounters {
  add(change: CountChange): void | Promise<void>;
  list(): readonly PathCounts[] | Promise<readonly PathCounts[]>;
}

export interface CountChange {
  readonly partnerId: string;
  readonly path: RoutePath;
  readonly name: CountName;
  readonly by: number;
}

/** Makes {@link PathCounters} in the memory of this process. */
export function createMemoryPathCounters(): PathCounters {
  const counts = new Map<string, PathCounts>();
  return {
    add: ({ partnerId, path, name, by }) => {
      const key = `${partnerId} ${path}`;
      const known = counts.get(key) ?? { partnerId, path, ...noCounts };
      counts.set(key, { ...known, [name]: known[name] + by });
    },
    list: () => [...counts.values()],
  };
}

const noCounts: Readonly<Record<CountName, number>> = {
  published: 0,
  failed: 0,
  delivered: 0,
  repeated: 0,
  strayed: 0,
};
