/** A message that could not be moved. */
export interface MoveFailure {
  readonly messageId: string;
  /** After `send` it is in the source only, unless the answer was lost; after `delete` it is in both queues. */
  readonly step: 'send' | 'delete';
  /** Name of SQS's error; `no_target`, `invalid_target` or `same_queue` when the attribute names no other queue. */
  readonly code: string;
}

/** What a move came to. */
export interface MoveReport {
  /** Whether messages were copied and deleted, or SQS moved them itself. */
  readonly by: 'copy' | 'move_task';
  /** Messages that are in their target now; with `dryRun`, that would be. */
  readonly moved: number;
  /** Messages that the filter did not take; they stay. */
  readonly skipped: number;
  readonly failed: number;
  /** The first hundred. */
  readonly failures: readonly MoveFailure[];
  /** Calls of the SQS API; what the SDK tried again is counted once. */
  readonly requests: number;
  /**
   * `empty`: the source had no more to give. `limit`: as many as asked for. `aborted`: by the signal. `refused`: one
   * request after the other failed as a whole; `failures` says why. `too_many_held`: 100,000 messages were skipped or
   * failed; SQS lets a queue have 120,000 in flight.
   */
  readonly ended: 'empty' | 'limit' | 'aborted' | 'refused' | 'too_many_held';
  /**
   * When `ended` is `empty`: about how many messages SQS counted in the source that nobody could receive, because they
   * were delayed or in flight elsewhere. To move those, run again later.
   */
  readonly hidden: number;
}

/** How far a move has come. */
export interface MoveProgress {
  readonly by: MoveReport['by'];
  readonly moved: number;
  readonly skipped: number;
  readonly failed: number;
  /** About how many messages there were to move when it began. */
  readonly total: number;
}

/** Counts what becomes of messages. */
export interface Tally {
  readonly counts: Readonly<Pick<MoveReport, 'moved' | 'skipped' | 'failed' | 'failures'>>;
  moved(messages: number): void;
  skipped(messages: number): void;
  failed(failure: MoveFailure): void;
}

const mostFailuresListed = 100;

/** Makes a tally at zero. */
export function createTally(): Tally {
  const failures: MoveFailure[] = [];
  const counts = { moved: 0, skipped: 0, failed: 0, failures };
  return {
    counts,
    moved: (messages) => {
      counts.moved += messages;
    },
    skipped: (messages) => {
      counts.skipped += messages;
    },
    failed: (failure) => {
      counts.failed += 1;
      if (failures.length < mostFailuresListed) failures.push(failure);
    },
  };
}
