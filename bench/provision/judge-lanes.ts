import type { ManyLanesFigures } from './many-lanes.ts';
import { countCalls, type GroupMinimum, quotaMinimums } from './quota-minimum.ts';
import type { RecordedCall } from './recorded-calls.ts';

/** A run beside the least time that the quotas leave it. */
export interface LanesJudged {
  readonly lanes: number;
  readonly concurrency: number;
  /** Virtual time. */
  readonly tookMs: number;
  readonly callsPerLane: number;
  /** Of the calls that were made, the longest first. */
  readonly minimums: readonly GroupMinimum[];
  /** How many times the minimum it took, at the share of the quotas that a process allows itself. */
  readonly timesMinimum: number;
  /** The same, at the whole quotas. */
  readonly timesWhole: number;
  /** Beside the minimum of those calls alone that a lane needs where nothing has to be waited for. */
  readonly timesNeeded: number;
  readonly operations: readonly OperationFigures[];
  readonly throttled: number;
  readonly callsAgain: number;
  readonly mutatingAgain: number;
}

/** Calls of one operation. */
export interface OperationFigures {
  readonly service: string;
  readonly operation: string;
  readonly perLane: number;
  /** Of these, calls that ended with an error: what was asked for is not there, or not usable yet. */
  readonly failedPerLane: number;
  /** Calls that a lane needs where nothing has to be waited for. */
  readonly needed: number;
}

/** Judges a run; `needed` is one where all is usable at once. */
export function judgeLanes(run: ManyLanesFigures, needed: ManyLanesFigures): LanesJudged {
  const { lanes, concurrency, tookMs, calls, throttled, callsAgain, mutatingAgain } = run;
  const minimums = quotaMinimums(countCalls(calls));
  const binding = longest(minimums);
  const least = longest(quotaMinimums(countCalls(needed.calls)));
  return {
    lanes,
    concurrency,
    tookMs,
    callsPerLane: calls.length / lanes,
    minimums,
    timesMinimum: tookMs / binding.sharedMs,
    timesWhole: tookMs / binding.wholeMs,
    timesNeeded: tookMs / ((least.sharedMs / needed.lanes) * lanes),
    operations: operationsOf(run, needed),
    throttled,
    callsAgain,
    mutatingAgain,
  };
}

function longest([first]: readonly GroupMinimum[]): GroupMinimum {
  if (first === undefined) throw new Error('No call counts against a quota');
  return first;
}

function operationsOf(run: ManyLanesFigures, needed: ManyLanesFigures): OperationFigures[] {
  const failed = perLaneOf(
    run.calls.filter(({ error }) => error !== undefined),
    run.lanes,
  );
  const leastPerLane = perLaneOf(needed.calls, needed.lanes);
  return countCalls(run.calls).map(({ service, operation, count }) => ({
    service,
    operation,
    perLane: count / run.lanes,
    failedPerLane: failed.get(`${service} ${operation}`) ?? 0,
    needed: leastPerLane.get(`${service} ${operation}`) ?? 0,
  }));
}

function perLaneOf(calls: readonly RecordedCall[], lanes: number): ReadonlyMap<string, number> {
  return new Map(
    countCalls(calls).map(({ service, operation, count }) => [
      `${service} ${operation}`,
      count / lanes,
    ]),
  );
}
