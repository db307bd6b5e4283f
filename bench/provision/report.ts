import { quotasPerSecond, shareOfQuota } from '../../packages/provisioner/src/aws/rate-limits.ts';
import type { Table } from '../kit/table.ts';
import { ancestorCalls } from './ancestor.ts';
import type { LanesJudged } from './judge-lanes.ts';
import { type CountedCall, type GroupMinimum, quotaMinimums } from './quota-minimum.ts';
import type { SameCalls } from './same-calls.ts';

/** Says whether the stand-in does what moto does. */
export function describeSame(same: SameCalls | undefined): string {
  if (same === undefined) {
    return 'skipped: without moto the calls are not compared with moto, nor are inputs checked (pip install "moto[server]")';
  }
  const { lanes, calls, difference } = same;
  if (difference === undefined) {
    return `${lanes} lanes on moto behind the strict proxy, made and then made again: the same ${calls} calls with the same outcomes as on the stand-in`;
  }
  const { index, moto, standIn } = difference;
  return `call ${index} of ${calls} differs: on moto ${moto}, on the stand-in ${standIn}`;
}

/** How long the runs took. */
export function runsTable(runs: readonly LanesJudged[]): Table {
  return {
    title: `Virtual minutes, beside the minimum of the calls made at ${shareOfQuota * 100} % of the documented quotas`,
    columns: [
      'lanes',
      'at a time',
      'calls a lane',
      'minutes',
      'minimum',
      'of it',
      'of it at 100 %',
      'of needed calls',
      'refused as too many',
    ],
    rows: runs.map((run) => [
      run.lanes.toLocaleString('en-US'),
      run.concurrency,
      run.callsPerLane,
      minutes(run.tookMs),
      minutes(run.minimums[0]?.sharedMs ?? 0),
      run.timesMinimum,
      run.timesWhole,
      run.timesNeeded,
      run.throttled,
    ]),
  };
}

/** Which quota binds. */
export function groupsTable({ minimums, concurrency, lanes }: LanesJudged): Table {
  return {
    title: `Quotas, ${concurrency} lanes at a time; the first binds`,
    columns: [
      'quota',
      'calls a lane',
      'documented a second',
      'own table',
      `minutes at ${shareOfQuota * 100} %`,
      'at 100 %',
    ],
    rows: minimums.map(({ group, calls, quotaPerSecond, ownPerSecond, ...times }) => [
      group,
      calls / lanes,
      quotaPerSecond,
      ownPerSecond ?? '',
      minutes(times.sharedMs),
      minutes(times.wholeMs),
    ]),
  };
}

/** Where the rules and the own table of quotas differ. */
export function describeGuesses({ minimums }: LanesJudged): readonly string[] {
  const iamCalls = minimums
    .filter(({ group }) => group.startsWith('iam'))
    .reduce((sum, { calls }) => sum + calls, 0);
  const iamMs = (iamCalls / (quotasPerSecond.iam * shareOfQuota)) * 1_000;
  return [
    ...minimums
      .filter(differs)
      .map(
        ({ group, quotaPerSecond, ownPerSecond }) =>
          `${group}: the rules refuse above ${quotaPerSecond}, the own table says ${ownPerSecond}`,
      ),
    `AWS publishes no quota for IAM: both are guesses, and the own one holds for reads and writes together, which takes ${minutes(iamMs).toFixed(1)} min at least`,
  ];
}

/** Where the time of Lambda goes. */
export function lambdaTable({ operations, concurrency }: LanesJudged): Table {
  return {
    title: `Calls of Lambda a lane, ${concurrency} lanes at a time; GetFunction has a quota of its own`,
    columns: ['', 'a lane', 'needed when all is usable at once', 'ended with an error'],
    rows: operations
      .filter(({ service }) => service === 'lambda')
      .map(({ operation, perLane, failedPerLane, needed }) => [
        operation,
        perLane,
        needed,
        failedPerLane,
      ]),
  };
}

/** How many calls the ancestor makes. */
export function ancestorTable({ operations, lanes }: LanesJudged): Table {
  const own = operations.map(({ service, operation, perLane }) => {
    return { service, operation, count: perLane };
  });
  return {
    title:
      'Calls of a new lane beside the ancestor, which makes three alarms and no dead-letter queue, secret or alias',
    columns: [
      '',
      'calls',
      "in Lambda's quota",
      'what binds',
      `minutes for ${lanes.toLocaleString('en-US')} lanes at 100 %`,
    ],
    rows: [callRow('ancestor', ancestorCalls, lanes), callRow('Hooklane', own, lanes)],
  };
}

function callRow(name: string, calls: readonly CountedCall[], lanes: number) {
  const minimums = quotaMinimums(calls);
  const [binding] = minimums;
  return [
    name,
    calls.reduce((sum, { count }) => sum + count, 0),
    minimums.find(({ group }) => group === 'lambda')?.calls ?? 0,
    binding?.group ?? '',
    minutes((binding?.wholeMs ?? 0) * lanes),
  ];
}

function differs({ quotaPerSecond, ownPerSecond }: GroupMinimum): boolean {
  return quotaPerSecond !== ownPerSecond;
}

function minutes(ms: number): number {
  return ms / 60_000;
}
