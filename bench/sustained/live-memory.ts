import { getHeapStatistics } from 'node:v8';

/** What a process holds right after two full garbage collections, in bytes. */
export interface LiveMemory {
  /** In JavaScript's heap: what can still be reached. */
  readonly heapBytes: number;
  /** What objects of that heap hold outside it, such as buffers. */
  readonly externalBytes: number;
  /** What the operating system counts that is neither: code, SQLite, the allocators' reserve. */
  readonly otherBytes: number;
}

/**
 * Collects garbage and measures. For a process that runs with {@link exposeGc}.
 *
 * @throws Error when it does not
 */
export function liveMemory(): LiveMemory {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error(`Run with ${exposeGc}`);
  void gc();
  // The first one's buffers are counted until the next has begun.
  void gc();
  const { rss, heapUsed, external } = process.memoryUsage();
  const { total_physical_size: heapInMemory } = getHeapStatistics();
  return {
    heapBytes: heapUsed,
    externalBytes: external,
    otherBytes: rss - heapInMemory - external,
  };
}

/** The option of Node.js that {@link liveMemory} needs. */
export const exposeGc = '--expose-gc';
