import type { Bench } from '../kit/run-bench.ts';
import { seconds } from './load.ts';
import { memoryOf } from './samples.ts';
import type { Sustained } from './sustained.ts';

const mib = 2 ** 20;

/** Shows what the processes hold, and whether it grows with the hooks that they carried. */
export function reportMemory({ samples, early, late }: Sustained, bench: Bench): void {
  bench.table({
    title: 'RSS, median of the first and of the last third of the minute',
    columns: ['process', 'first MiB', 'last MiB', 'last to first'],
    rows: ['queue', 'host', 'worker', 'partners'].map((name) => {
      const [first, last] = memoryOf(samples, name);
      return [name, first, last, last / first];
    }),
  });
  const live = (['host', 'worker'] as const).map((name) => ({
    name,
    first: early[name],
    last: late[name],
  }));
  bench.table({
    title:
      'Right after garbage collections, under load: after a third of the minute and at its end',
    columns: [
      'process',
      'heap first MiB',
      'heap last MiB',
      'external first MiB',
      'external last MiB',
      'other first MiB',
      'other last MiB',
    ],
    rows: live.map(({ name, first, last }) => [
      name,
      first.heapBytes / mib,
      last.heapBytes / mib,
      first.externalBytes / mib,
      last.externalBytes / mib,
      first.otherBytes / mib,
      last.otherBytes / mib,
    ]),
  });
  for (const { name, first, last } of live) {
    bench.goal({
      what: `what the ${name} holds after a garbage collection (heap and external), end of the minute to its first third`,
      value: (last.heapBytes + last.externalBytes) / (first.heapBytes + first.externalBytes),
      atMost: 1.1,
    });
  }
  bench.note(
    `RSS has no goal of its own: V8 doubles its young generation up to 128 MiB while the load goes on, puts off the collection of the old one, and gives little back. What leaks would be in the heap or external after a collection (collected twice, in the host and in the worker, ${seconds.sustained / 3} s after the first sample and after the last). Other is RSS without V8's heap and what that holds: code, SQLite, sockets and the reserves of the allocators, V8's of freed pages among them.`,
  );
  bench.note(
    'The partners keep the id and the delay of every hook, for the check that each came once, and so grow.',
  );
}
