import type { QueueDepth } from '@hooklane/queue';
import { cast } from './cast.ts';
import type { PartnerCounts } from './partner-servers.ts';

/** One row of the demo's table. Counts of the queue are absent where the lane is shared. */
export interface LaneRow extends PartnerCounts {
  readonly depth: QueueDepth | undefined;
}

const columns = ['partner', 'queued', 'in flight', 'delivered', 'retrying', 'p50 ms', 'p99 ms'];

/** Lays out the table, a line per partner, with a word on how each behaves. */
export function renderTable(rows: readonly LaneRow[]): string[] {
  const cells = rows.map(({ id, depth, delivered, p50Ms, p99Ms }) => [
    id,
    show(depth?.waiting),
    show(depth?.inFlight),
    show(delivered),
    show(depth?.delayed),
    show(p50Ms),
    show(p99Ms),
  ]);
  const layOut = ([first = '', ...others]: readonly string[]): string =>
    `  ${first.padEnd(10)}${others.map((cell) => cell.padStart(11)).join('')}`;
  return [
    layOut(columns),
    ...cells.map((row, index) => `${layOut(row)}   ${describeBehaviour(index)}`),
  ];
}

/** The same in one line, for a log. */
export function renderLine(rows: readonly LaneRow[], seconds: number): string {
  const parts = rows.map(({ id, depth, delivered, p99Ms }) => {
    const waiting = depth === undefined ? '' : ` ${depth.waiting + depth.delayed} waiting`;
    return `${id} ${delivered} delivered${waiting} p99 ${show(p99Ms)} ms`;
  });
  return `${String(seconds).padStart(3)} s  ${parts.join(' | ')}`;
}

function describeBehaviour(index: number): string {
  const behaviour = cast[index]?.behaviour;
  switch (behaviour?.kind) {
    case 'hanging':
      return `hangs ${behaviour.afterMs / 1_000} s on every request`;
    case 'failing':
      return `answers 500 for the first ${behaviour.forMs / 1_000} s`;
    default:
      return '';
  }
}

function show(value: number | undefined): string {
  return value === undefined ? '–' : value.toLocaleString('en');
}
