import { quotasPerSecond, shareOfQuota } from '../../src/aws/rate-limits.ts';
import { ancestorCalls } from './ancestor.ts';
import type { LanesJudged } from './judge-lanes.ts';
import { type CountedCall, type GroupMinimum, quotaMinimums } from './quota-minimum.ts';
import type { SameCalls } from './same-calls.ts';

/** Says whether the stand-in does what moto does. */
export function describeSame(same: SameCalls | undefined): string {
  if (same === undefined) {
    return 'Skipped: without moto the calls are not compared with moto, nor are inputs checked (pip install "moto[server]").';
  }
  const { lanes, calls, difference } = same;
  if (difference === undefined) {
    return `${lanes} lanes on moto behind the strict proxy, made and then made again: the same ${calls} calls with the same outcomes as on the stand-in.`;
  }
  const { index, moto, standIn } = difference;
  return `Call ${index} of ${calls} differs: on moto ${moto}, on the stand-in ${standIn}.`;
}

/** Prints how long the runs took. */
export function printRuns(runs: readonly LanesJudged[]): void {
  console.log(`\nMinimum: the calls made, at ${shareOfQuota * 100} % of the documented quotas`);
  const rows = runs.map((run) => [
    `${run.lanes} lanes, ${run.concurrency} at a time`,
    {
      'calls a lane': round(run.callsPerLane),
      minutes: minutes(run.tookMs),
      'minimum (min)': minutes(run.minimums[0]?.sharedMs ?? 0),
      'x minimum': round(run.timesMinimum),
      'x at 100 %': round(run.timesWhole),
      'x needed calls': round(run.timesNeeded),
      throttled: run.throttled,
    },
  ]);
  console.table(Object.fromEntries(rows));
  console.log(
    '"needed calls": the minimum of the calls that a lane needs when all is usable at once.',
  );
}

/** Prints which quota binds. */
export function printGroups({ minimums, concurrency, lanes }: LanesJudged): void {
  console.log(`\nQuotas, ${concurrency} at a time; ${minimums[0]?.group} binds`);
  const rows = minimums.map(({ group, calls, quotaPerSecond, ownPerSecond, ...times }) => [
    group,
    {
      'calls a lane': round(calls / lanes),
      'documented a second': quotaPerSecond,
      'own table': ownPerSecond,
      [`minimum at ${shareOfQuota * 100} % (min)`]: minutes(times.sharedMs),
      'at 100 % (min)': minutes(times.wholeMs),
    },
  ]);
  console.table(Object.fromEntries(rows));
  for (const { group, quotaPerSecond, ownPerSecond } of minimums.filter(differs)) {
    console.log(
      `${group}: the rules refuse above ${quotaPerSecond}, the own table says ${ownPerSecond}.`,
    );
  }
  const iamCalls = minimums
    .filter(({ group }) => group.startsWith('iam'))
    .reduce((sum, { calls }) => sum + calls, 0);
  const iamMs = (iamCalls / (quotasPerSecond.iam * shareOfQuota)) * 1_000;
  console.log(
    `AWS publishes none for IAM: both are guesses, and the own one holds for reads and writes together, which takes ${minutes(iamMs)} min at least.`,
  );
}

/** Prints where the time of Lambda goes. */
export function printLambda({ operations, concurrency }: LanesJudged): void {
  console.log(
    `\nCalls of Lambda a lane, ${concurrency} at a time; GetFunction has a quota of its own`,
  );
  const rows = operations
    .filter(({ service }) => service === 'lambda')
    .map(({ operation, perLane, failedPerLane, needed }) => [
      operation,
      {
        'a lane': round(perLane),
        'needed when all is usable at once': round(needed),
        'ended with an error': round(failedPerLane),
      },
    ]);
  console.table(Object.fromEntries(rows));
}

/** Prints how many calls the ancestor makes. */
export function printAncestor({ operations, lanes }: LanesJudged): void {
  const own = operations.map(({ service, operation, perLane }) => {
    return { service, operation, count: perLane };
  });
  console.log(
    '\nCalls a lane beside the ancestor, which makes three alarms and no dead-letter queue, secret or alias',
  );
  console.table({
    ancestor: callRow(ancestorCalls, lanes),
    Hooklane: callRow(own, lanes),
  });
}

function callRow(calls: readonly CountedCall[], lanes: number): Record<string, number | string> {
  const minimums = quotaMinimums(calls);
  const [binding] = minimums;
  return {
    calls: round(calls.reduce((sum, { count }) => sum + count, 0)),
    "in Lambda's quota": round(minimums.find(({ group }) => group === 'lambda')?.calls ?? 0),
    binds: binding?.group ?? '',
    'minimum at 100 % (min)': minutes((binding?.wholeMs ?? 0) * lanes),
  };
}

function differs({ quotaPerSecond, ownPerSecond }: GroupMinimum): boolean {
  return quotaPerSecond !== ownPerSecond;
}

function minutes(ms: number): number {
  return Number((ms / 60_000).toFixed(1));
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
