import {
  DeleteMessageBatchCommand,
  type Message,
  SendMessageBatchCommand,
} from '@aws-sdk/client-sqs';
import type { Clock } from '@hooklane/core';
import { type EntryOutcome, requestInBatches, type SqsClient } from '@hooklane/queue';
import type { HeldMessages } from './held-messages.ts';
import type { MoveMessagesOptions } from './move-options.ts';
import type { Tally } from './move-report.ts';
import { entryBytes, toEntry, toMessageToMove } from './moved-message.ts';
import { isFifoQueue } from './queue-url.ts';
import type { Refusals } from './refusals.ts';
import type { RunMemory } from './run-memory.ts';
import { targetOf } from './target-of.ts';

/** All that the batches of a run share. */
export interface CopyRun {
  readonly options: MoveMessagesOptions;
  readonly sqs: SqsClient;
  readonly clock: Clock;
  /** When all has to be over, in milliseconds since 1970. */
  readonly endsAt: number | undefined;
  readonly memory: RunMemory;
  readonly held: HeldMessages;
  readonly tally: Tally;
  readonly refusals: Refusals;
}

/** Moves the messages of one receive, and says how many of them were moved, or would be. */
export async function moveBatch(messages: readonly Message[], run: CopyRun): Promise<number> {
  const { fresh, sentBefore } = sortMessages(messages, run);
  const byTarget = chooseOrHold(fresh, run);
  const wanted = [...byTarget.values()].flat();
  if (run.options.dryRun) {
    for (const message of wanted) hold(message, run);
    run.tally.moved(wanted.length);
    return wanted.length;
  }
  const sent = await Promise.all(
    [...byTarget].map(([target, batch]) => sendBatch(batch, target, run)),
  );
  await deleteMessages([...sent.flat(), ...sentBefore], run);
  return sent.flat().length;
}

/** Deletes messages that are in their target; those that cannot be deleted stay in `run.memory.undeleted`. */
export async function deleteMessages(
  ids: readonly string[],
  { options, sqs, clock, memory, refusals }: CopyRun,
): Promise<readonly EntryOutcome[]> {
  const outcomes = await requestInBatches(ids, {
    clock,
    request: (batch) =>
      sqs.send(
        new DeleteMessageBatchCommand({
          QueueUrl: options.from,
          Entries: batch.map((id, index) => ({
            Id: String(index),
            ReceiptHandle: memory.handleOf(id),
          })),
        }),
      ),
  });
  for (const [index, id] of ids.entries()) if (outcomes[index]?.ok) memory.deleted(id);
  refusals.note('delete', outcomes);
  return outcomes;
}

interface SortedMessages {
  /** Met for the first time. */
  readonly fresh: readonly Message[];
  /** Ids of those that this run has sent: they came again, and only need to be deleted. */
  readonly sentBefore: readonly string[];
}

function sortMessages(messages: readonly Message[], { memory, held }: CopyRun): SortedMessages {
  const fresh: Message[] = [];
  const sentBefore: string[] = [];
  for (const message of messages) {
    const { MessageId: id = '', ReceiptHandle: handle = '' } = message;
    if (held.meet(id, handle)) continue;
    const met = memory.meet(id, handle);
    if (met === 'new') fresh.push(message);
    if (met === 'sent') sentBefore.push(id);
  }
  return { fresh, sentBefore };
}

/** A filter that throws ends the run, and its messages are given back like all that are held. */
function chooseOrHold(
  fresh: readonly Message[],
  run: CopyRun,
): ReadonlyMap<string, readonly Message[]> {
  try {
    return chooseMessages(fresh, run);
  } catch (error) {
    for (const message of fresh) hold(message, run);
    throw error;
  }
}

/** What is to be sent where; the others are held, and counted as skipped or failed. */
function chooseMessages(
  fresh: readonly Message[],
  run: CopyRun,
): ReadonlyMap<string, readonly Message[]> {
  const { options, tally } = run;
  const byTarget = new Map<string, Message[]>();
  for (const message of fresh) {
    if (options.filter !== undefined && !options.filter(toMessageToMove(message))) {
      hold(message, run);
      tally.skipped(1);
      continue;
    }
    const target = targetOf(message, options);
    if ('code' in target) {
      hold(message, run);
      tally.failed({ messageId: message.MessageId ?? '', step: 'send', code: target.code });
      continue;
    }
    const others = byTarget.get(target.url);
    if (others === undefined) byTarget.set(target.url, [message]);
    else others.push(message);
  }
  return byTarget;
}

/** Sends messages to one target, and gives the ids of those that are there now. */
async function sendBatch(
  messages: readonly Message[],
  target: string,
  run: CopyRun,
): Promise<readonly string[]> {
  const { options, sqs, clock, memory, tally, refusals } = run;
  const copy = { isFifo: isFifoQueue(target), resetAttempts: options.resetAttempts ?? false };
  const outcomes = await requestInBatches(messages, {
    clock,
    bytesOf: (message) => entryBytes(toEntry(message, 0, copy)),
    request: (batch) =>
      sqs.send(
        new SendMessageBatchCommand({
          QueueUrl: target,
          Entries: batch.map((message, index) => toEntry(message, index, copy)),
        }),
      ),
  });
  // A message that names its own target may name one that is gone: that says nothing of the others.
  if (options.to !== undefined) refusals.note('send', outcomes);
  const sent: string[] = [];
  for (const [index, message] of messages.entries()) {
    const { MessageId: id = '' } = message;
    const outcome = outcomes[index];
    if (outcome?.ok) {
      memory.sent(id);
      sent.push(id);
    } else {
      // No further tries than those of the SDK: it may have arrived all the same, when only the answer was lost.
      hold(message, run);
      tally.failed({ messageId: id, step: 'send', code: outcome?.code ?? 'NoAnswer' });
    }
  }
  tally.moved(sent.length);
  return sent;
}

function hold(
  { MessageId: id = '', ReceiptHandle = '' }: Message,
  { held, memory }: CopyRun,
): void {
  held.hold(id, memory.handleOf(id) || ReceiptHandle);
  memory.leave(id);
}
