import type { PathCounts } from './path-counters.ts';
import type { RoutePath } from './route.ts';

/** Both paths side by side. */
export interface PathComparison {
  /** By partner, the legacy path first. */
  readonly counts: readonly PathCounts[];
  /** What is not as it should be; empty when all is well and all is delivered. */
  readonly differences: readonly PathDifference[];
}

/** Something that is not as it should be with a partner on a path. */
export interface PathDifference {
  readonly kind: DifferenceKind;
  readonly partnerId: string;
  readonly path: RoutePath;
  readonly hooks: number;
}

export type DifferenceKind =
  /** The path did not take them. */
  | 'failed'
  /** Published and not delivered, yet or at all. Only on paths of which any delivery was recorded. */
  | 'undelivered'
  /** Delivered and not published by this rollout: somebody publishes beside it. */
  | 'unpublished'
  /** Delivered more than once. */
  | 'repeated'
  /** Delivered by another path than the one they were published on. */
  | 'strayed';

/** Names what is not as it should be in the counts of a rollout. */
export function comparePaths(counts: readonly PathCounts[]): PathComparison {
  const told = new Set(counts.filter(({ delivered }) => delivered > 0).map(({ path }) => path));
  const ordered = counts.toSorted(
    (one, other) =>
      compareText(one.partnerId, other.partnerId) || compareText(other.path, one.path),
  );
  return { counts: ordered, differences: ordered.flatMap((own) => differencesIn(own, told)) };
}

function differencesIn(
  { partnerId, path, published, failed, delivered, repeated, strayed }: PathCounts,
  told: ReadonlySet<RoutePath>,
): readonly PathDifference[] {
  const hooksByKind: Readonly<Record<DifferenceKind, number>> = {
    failed,
    undelivered: told.has(path) ? Math.max(0, published - delivered) : 0,
    unpublished: Math.max(0, delivered - published),
    repeated,
    strayed,
  };
  return Object.entries(hooksByKind)
    .filter(([, hooks]) => hooks > 0)
    .map(([kind, hooks]) => ({ kind: kind as DifferenceKind, partnerId, path, hooks }));
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
