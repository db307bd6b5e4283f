import { type Clock, sleepUnlessAborted } from '@hooklane/core';
import { readQueueDepth, type SqsClient } from '@hooklane/queue';
import { createAllowance, largestReceive } from './allowance.ts';
import { createHeldMessages, extendEveryMs } from './held-messages.ts';
import { type CopyRun, deleteMessages } from './move-batch.ts';
import type { MoveMessagesOptions } from './move-options.ts';
import { createTally, type MoveReport } from './move-report.ts';
import { moveInRounds } from './receive-rounds.ts';
import { createRefusals } from './refusals.ts';
import { createRunMemory } from './run-memory.ts';

/** Longer than a send and a delete take with all that the SDK tries again; a killed run keeps its messages for so long. */
const visibilitySeconds = 120;
const defaultReceivers = 32;

/** What a run works with. */
export interface MoveContext {
  readonly sqs: SqsClient;
  readonly clock: Clock;
  readonly random: () => number;
  /** When all has to be over, in milliseconds since 1970. @default no matter when */
  readonly endsAt?: number | undefined;
}

/** Copies messages to their targets and deletes them from the source, until there are none or something ends it. */
export async function copyMessages(
  options: MoveMessagesOptions,
  { sqs, clock, random, endsAt }: MoveContext,
): Promise<Omit<MoveReport, 'by' | 'requests'>> {
  const { from, limit, ratePerSecond = Number.POSITIVE_INFINITY, signal } = options;
  const held = createHeldMessages({
    sqs,
    queueUrl: from,
    receivedSeconds: visibilitySeconds,
    clock,
  });
  const memory = createRunMemory();
  const tally = createTally();
  const refusals = createRefusals();
  const run: CopyRun = { options, sqs, clock, endsAt, memory, held, tally, refusals };
  const { waiting: total } = await readQueueDepth(from, { clients: { sqs } });
  const over = new AbortController();
  const extending = extendHeld(run, over.signal);
  try {
    const ending = await moveInRounds(run, {
      allowance: createAllowance({ limit, ratePerSecond, clock, signal }),
      // One receiver is enough for ten messages a second.
      receivers: Math.min(
        options.receivers ?? defaultReceivers,
        Math.ceil(ratePerSecond / largestReceive),
      ),
      total,
      visibilitySeconds,
      random,
      onBatch: () => options.onProgress?.({ by: 'copy', ...tally.counts, total }),
    });
    await deleteRest(run);
    return { ...tally.counts, ...ending };
  } finally {
    over.abort();
    await extending;
    await held.release();
  }
}

async function extendHeld({ held, clock }: CopyRun, signal: AbortSignal): Promise<void> {
  while (await sleepUnlessAborted(extendEveryMs, { clock, signal })) await held.extend();
}

/** Tries once more to delete what could not be deleted when it was sent. */
async function deleteRest(run: CopyRun): Promise<void> {
  const ids = [...run.memory.undeleted.keys()];
  const outcomes = await deleteMessages(ids, run);
  for (const [index, outcome] of outcomes.entries()) {
    const messageId = ids[index] ?? '';
    if (!outcome.ok) run.tally.failed({ messageId, step: 'delete', code: outcome.code });
  }
}
