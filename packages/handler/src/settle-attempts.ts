import type { AttemptResult } from '@hooklane/core';
import {
  buryHooks,
  type DeadLetter,
  type EntryOutcome,
  publishResults,
  type Requeue,
  requeueHooks,
} from '@hooklane/queue';
import type { Lane } from './lane.ts';
import type { DueHook } from './sort-batch.ts';

/** How far the way of an attempt has come: POST, result, next step. */
export interface AttemptProgress {
  readonly result: AttemptResult;
  readonly isResultPublished: boolean;
  /** Requeued, buried, or in no need of either. */
  readonly isStepTaken: boolean;
}

/** An attempt that was made, and the messages that stand for it. */
export interface Attempt extends AttemptProgress {
  readonly due: DueHook;
}

/** Tells whether nothing of an attempt is left to do but to acknowledge its messages. */
export function isSettled(progress: AttemptProgress): boolean {
  return progress.isResultPublished && progress.isStepTaken;
}

/** Where an attempt stands right after its POST. */
export function beginProgress(result: AttemptResult, lane: Lane): AttemptProgress {
  return {
    result,
    // A hook that could not be signed was not attempted: there is no result, only the log.
    isResultPublished:
      lane.delivery.resultsQueueUrl === undefined || result.outcome.kind === 'unsigned',
    isStepTaken: result.next.kind === 'finish',
  };
}

/**
 * Publishes the results of attempts, then requeues or buries their hooks, and returns how far each
 * came. The two do not depend on each other: what failed is all that a redelivery does again.
 */
export async function settleAttempts(
  attempts: readonly Attempt[],
  lane: Lane,
): Promise<readonly Attempt[]> {
  const { resultsQueueUrl, queueOptions } = lane.delivery;
  const published = await advance(
    attempts,
    ({ result, isResultPublished }) => (isResultPublished ? undefined : result),
    (results) => publishResults(results, resultsQueueUrl ?? '', queueOptions),
    (attempt) => ({ ...attempt, isResultPublished: true }),
  );
  const requeued = await advance(
    published,
    toRequeue,
    (requeues) => requeueHooks(requeues, lane.queueUrl, queueOptions),
    takeStep,
  );
  return advance(
    requeued,
    toDeadLetter,
    (letters) => buryHooks(letters, lane.deadLetterQueueUrl, queueOptions),
    takeStep,
  );
}

/**
 * Sends one message for each attempt that needs one, and moves those on whose message SQS has.
 * Keeps the order of the attempts.
 */
async function advance<Message>(
  attempts: readonly Attempt[],
  toMessage: (attempt: Attempt) => Message | undefined,
  send: (messages: readonly Message[]) => Promise<readonly EntryOutcome[]>,
  onSent: (attempt: Attempt) => Attempt,
): Promise<readonly Attempt[]> {
  const messages = attempts.map(toMessage);
  const needed = messages.filter((message) => message !== undefined);
  if (needed.length === 0) return attempts;
  const outcomes = (await send(needed)).values();
  return attempts.map((attempt, index) => {
    if (messages[index] === undefined) return attempt;
    return outcomes.next().value?.ok === true ? onSent(attempt) : attempt;
  });
}

function toRequeue({ due, result, isStepTaken }: Attempt): Requeue | undefined {
  const { next } = result;
  if (isStepTaken || next.kind !== 'requeue') return undefined;
  return { body: due.body, attempt: next.attempt, dueAt: next.dueAt };
}

function toDeadLetter({ due, result, isStepTaken }: Attempt): DeadLetter | undefined {
  const { next, outcome, attempt } = result;
  if (isStepTaken || next.kind !== 'bury') return undefined;
  const detail = 'status' in outcome ? `status_${outcome.status}` : outcome.code;
  return { body: due.body, reason: next.reason, detail, attempt };
}

function takeStep(attempt: Attempt): Attempt {
  return { ...attempt, isStepTaken: true };
}
