import { setTimeout as sleep } from 'node:timers/promises';
import { busyLanes, plan } from './plan.ts';
import type { Run } from './run.ts';
import type { WorkerState } from './worker-process.ts';

/** What the lanes of a worker cost. */
export interface Costs {
  /** Receives a second that brought nothing to an idle lane. */
  readonly idlePolls: number;
  /** Of one core. */
  readonly cpuShare: number;
  readonly rssMiB: number;
}

/** What hooks to the busy lanes took, in milliseconds. */
export interface BusyCosts extends Costs {
  /** Of the first hook of each: its lane was idle, and may have had to wait for its turn. */
  readonly firstDelaysMs: readonly number[];
  readonly delaysMs: readonly number[];
}

/** While no hook comes. */
export async function measureIdle({ worker }: Run): Promise<Costs> {
  const before = await worker.ask('state', undefined);
  await sleep(plan.idleSeconds * 1_000);
  return costsBetween(before, await worker.ask('state', undefined), 0);
}

/** Sends a first hook to each of the busy lanes. */
export async function wakeBusy({ lanes, publish, received }: Run): Promise<void> {
  const busy = busyLanes(lanes);
  await Promise.all(Array.from({ length: busy }, (_, lane) => publish(lane)));
  await received(busy);
}

/** While hooks come to the busy lanes. */
export async function measureBusy({ lanes, worker, publish, received }: Run): Promise<BusyCosts> {
  const busy = busyLanes(lanes);
  const hooks = plan.busySeconds * plan.hooksPerSecond;
  const gapMs = 1_000 / plan.hooksPerSecond;
  const before = await worker.ask('state', undefined);
  const calls: Promise<void>[] = [];
  const startedAt = performance.now();
  for (let number = 0; number < hooks; number += 1) {
    const waitMs = startedAt + number * gapMs - performance.now();
    if (waitMs > 0) await sleep(waitMs);
    calls.push(publish(number % busy));
  }
  await Promise.all(calls);
  const after = await worker.ask('state', undefined);
  const delaysMs = await received(busy + hooks);
  return {
    ...costsBetween(before, after, busy),
    firstDelaysMs: delaysMs.slice(0, busy),
    delaysMs: delaysMs.slice(busy),
  };
}

/** The lanes that are busy come first, and do not count. */
function costsBetween(from: WorkerState, to: WorkerState, busy: number): Costs {
  const ms = to.at - from.at;
  const pollsOf = ({ emptyReceives }: WorkerState): number =>
    emptyReceives.slice(busy).reduce((sum, polls) => sum + polls, 0);
  return {
    idlePolls: ((pollsOf(to) - pollsOf(from)) / ms) * 1_000,
    cpuShare: (to.cpuMs - from.cpuMs) / ms,
    rssMiB: to.rssBytes / 2 ** 20,
  };
}
