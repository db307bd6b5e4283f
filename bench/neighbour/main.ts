// Ten partners of which one hangs: what the others notice of it, through one shared queue and through lanes.
import { setTimeout as sleep } from 'node:timers/promises';
import { generateSecret } from '@hooklane/signature';
import { epochNow } from '../kit/epoch-now.ts';
import { median, quantile, ratioOf } from '../kit/median.ts';
import { type Bench, runBench } from '../kit/run-bench.ts';
import { versionsOf } from '../kit/version-of.ts';
import { checkAccount, type Delays, delaysOf } from './account.ts';
import { type Contestant, openContestant, queuedIds, type Seen } from './contestant.ts';
import { drainShared } from './drain-shared.ts';
import { type Kind, traffic } from './traffic.ts';

const names: Readonly<Record<Kind, string>> = {
  shared: 'one shared queue',
  lanes: 'lanes',
  alone: 'lanes, nothing to the hanging one',
};
const windows = 6;
const longestDrainMs = 10_000;

/** Lets a contestant publish for a minute, and looks at its partners at the end of it. */
async function run({ kind, sender, partners }: Contestant): Promise<Seen> {
  const published = await sender.ask('publish', {
    type: 'order.created',
    seconds: traffic.seconds,
    withHanging: kind !== 'alone',
  });
  const deadline = epochNow() + (kind === 'shared' ? 0 : longestDrainMs);
  for (;;) {
    const receipts = await partners.ask('receipts', undefined);
    const seen = { published, receipts, at: epochNow() };
    const delays = delaysOf(seen);
    if (delays.received === delays.published || seen.at >= deadline) return seen;
    await sleep(100);
  }
}

/** The 99th of 100 in each of equal parts of the minute. */
function p99ByWindow({ all }: Delays): readonly number[] {
  const first = Math.min(...all.map(({ publishedAt }) => publishedAt));
  const windowMs = (traffic.seconds * 1_000) / windows;
  const parts = Map.groupBy(all, ({ publishedAt }) =>
    Math.min(windows - 1, Math.floor((publishedAt - first) / windowMs)),
  );
  return Array.from({ length: windows }, (_, part) =>
    quantile(
      (parts.get(part) ?? []).map(({ delayMs }) => delayMs),
      0.99,
    ),
  );
}

function report(
  seen: Readonly<Record<Kind, Delays>>,
  drainedMs: readonly number[],
  bench: Bench,
): void {
  const { shared, lanes, alone } = seen;
  const byWindow = { lanes: p99ByWindow(lanes), alone: p99ByWindow(alone) };
  const p99OfTen = { shared: '–', lanes: median(byWindow.lanes), alone: median(byWindow.alone) };
  bench.table({
    title: `Publish to verified receipt at the nine partners that are well, while the tenth hangs ${traffic.hangMs / 1_000} s; ${traffic.seconds} s at ${traffic.hooksPerSecond} hooks a second, ${traffic.consumers} consumers`,
    columns: ['', 'p50 ms', 'p99 ms', 'of 10 s, median', 'max ms', 'published', 'received by then'],
    rows: [
      ...(['shared', 'lanes', 'alone'] as const).map((kind) => {
        const { p50Ms, p99Ms, maxMs, published, received } = seen[kind];
        return [names[kind], p50Ms, p99Ms, p99OfTen[kind], maxMs, published, received];
      }),
      [
        `${names.shared}, drained`,
        quantile(drainedMs, 0.5),
        quantile(drainedMs, 0.99),
        '–',
        quantile(drainedMs, 1),
        drainedMs.length,
        drainedMs.length,
      ],
    ],
  });
  bench.note(
    `A hook that the shared queue had not delivered at the end of the minute counts with its age by then: its real delay is larger. The last row has it: the same worker and traffic on a virtual clock, until all have arrived.`,
  );
  bench.note(
    `p99 by ten seconds, ms: lanes ${show(byWindow.lanes)}; without hooks to the hanging partner ${show(byWindow.alone)}`,
  );
  bench.goal({
    what: 'p99 through lanes, of the same without hooks to the hanging partner: median of the ratios in ten seconds each',
    value: ratioOf(byWindow.lanes, byWindow.alone),
    atMost: 1.2,
  });
  bench.goal({
    what: 'p99 through one shared queue after the minute, of lanes: of the median of their ten seconds each',
    value: shared.p99Ms / p99OfTen.lanes,
    atLeast: 1_000,
  });
  bench.raw({ p99ByTenSeconds: byWindow });
}

function show(values: readonly number[]): string {
  return values.map((value) => value.toFixed(1)).join(', ');
}

await runBench({ name: 'neighbour', versions: versionsOf('fauxqs') }, async (bench) => {
  const secret = generateSecret();
  bench.progress('Starting three senders and their partners');
  const kinds = ['shared', 'lanes', 'alone'] as const;
  // Not all at once: each warms up on a machine that it shares with none that starts.
  const open: Contestant[] = [];
  for (const kind of kinds) open.push(await openContestant(kind, secret));
  bench.progress(`All three publish for ${traffic.seconds} s, at the same time`);
  const seen = await Promise.all(open.map(run));
  const delays = await Promise.all(
    open.map(async (contestant, index) => {
      const own = seen[index] as Seen;
      const queued = await queuedIds(contestant);
      const receipts = await contestant.partners.ask('receipts', undefined);
      checkAccount(contestant.kind, { ...own, receipts }, queued);
      return [contestant.kind, delaysOf(own)] as const;
    }),
  );
  for (const { sender, partners } of open) {
    await sender[Symbol.asyncDispose]();
    await partners[Symbol.asyncDispose]();
  }
  bench.progress('Draining the shared queue on a virtual clock');
  const drainedMs = await drainShared();
  report(Object.fromEntries(delays) as Record<Kind, Delays>, drainedMs, bench);
});
