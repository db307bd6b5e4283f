import { type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { sleepUnlessAborted } from '@hooklane/core';
import { readQueueDepth } from '@hooklane/queue';
import type { Allowance } from './allowance.ts';
import { type CopyRun, moveBatch } from './move-batch.ts';
import type { MoveReport } from './move-report.ts';
import { receivedSystemAttributes } from './moved-message.ts';
import { reserveMs } from './time-reserve.ts';

/** What {@link moveInRounds} needs beside the run. */
export interface RoundOptions {
  readonly allowance: Allowance;
  readonly receivers: number;
  /** How many messages SQS counted before the first receive. */
  readonly total: number;
  /** For how long a receive hides a message. */
  readonly visibilitySeconds: number;
  readonly random: () => number;
  /** Called after each batch. */
  readonly onBatch: () => void;
}

/** Why a run ended. */
export type Ending = Pick<MoveReport, 'ended' | 'hidden'>;

interface Round {
  /** `trial`: ends after a first batch that nobody refused. `patient`: every receive is a long poll. */
  readonly kind: 'trial' | 'busy' | 'patient';
  /** Receivers beside each other. */
  readonly receivers: number;
  /** Messages received in this round and in those before. */
  found: number;
  /** Messages that the receives under way may bring. */
  asked: number;
  /** Receives in a row that found nothing, of all receivers together. */
  emptyInARow: number;
  /** One receiver has failed for good: the others end. */
  isBroken: boolean;
}

// A long poll asks all servers of SQS; a short one may find nothing where there is something (sqs-short-and-long-polling).
const longPollSeconds = 1;
const refusalsPerReceiver = 3;
const mostReceiveTries = 4;
const firstPauseMs = 200;
/** Receives in a row that must find nothing, before SQS is believed to have counted right that there is nothing. */
const emptyEnough = 3;
/** Rounds in which nobody finds anything, after which SQS is not believed to have counted right that there is something. */
const quietEnough = 3;
/** SQS lets 120,000 messages of a queue be in flight (quotas-queues), and others may consume it. */
const mostHeld = 100_000;

/**
 * Moves until there is nothing left or something ends it. In a round each receiver works until it finds nothing; a round that
 * all have left is followed by another, unless the source is empty: SQS counts nothing, several receives in a row found
 * nothing, and either they were long polls or as many messages came as SQS had counted at first.
 */
export async function moveInRounds(run: CopyRun, options: RoundOptions): Promise<Ending> {
  // Alone until one batch has gone all the way: a right that is missing shows before many messages are in both queues.
  let round = await runRound(run, options, newRound('trial', 1, 0));
  let ended = endOf(run, options.allowance, round);
  for (let quietRounds = 0, rounds = 0; ended === undefined; rounds += 1) {
    const kind = rounds === 0 ? 'busy' : 'patient';
    const before = round.found;
    round = await runRound(run, options, newRound(kind, options.receivers, before));
    ended = endOf(run, options.allowance, round);
    if (ended !== undefined) break;
    quietRounds = round.found === before ? quietRounds + 1 : 0;
    const hidden = await countOthers(run);
    const isSure = kind === 'patient' || isAllFound(round, options);
    if (isSure && hidden === 0 && round.emptyInARow >= emptyEnough) ended = 'empty';
    if (quietRounds >= quietEnough) return { ended: 'empty', hidden };
  }
  return { ended, hidden: 0 };
}

function newRound(kind: Round['kind'], receivers: number, found: number): Round {
  return { kind, receivers, found, asked: 0, emptyInARow: 0, isBroken: false };
}

function isAllFound({ found }: Pick<Round, 'found'>, { total }: RoundOptions): boolean {
  return total > 0 && found >= total;
}

/** How many messages the source is counted to have, apart from those that this run holds. */
async function countOthers({ options, sqs, held, memory }: CopyRun): Promise<number> {
  const { waiting, delayed, inFlight } = await readQueueDepth(options.from, { clients: { sqs } });
  const ownInFlight = held.size + memory.undeleted.size;
  return waiting + delayed + Math.max(0, inFlight - ownInFlight);
}

function endOf(
  { options, clock, endsAt = Number.POSITIVE_INFINITY, held, refusals }: CopyRun,
  allowance: Allowance,
  { receivers }: Round,
): Ending['ended'] | undefined {
  if (options.signal?.aborted) return 'aborted';
  if (clock.now() + reserveMs(held.size) >= endsAt) return 'aborted';
  if (refusals.inARow >= refusalsPerReceiver * receivers) return 'refused';
  if (held.size >= mostHeld) return 'too_many_held';
  return allowance.isUsedUp ? 'limit' : undefined;
}

async function runRound(run: CopyRun, options: RoundOptions, round: Round): Promise<Round> {
  const ends = await Promise.allSettled(
    Array.from({ length: round.receivers }, () => receiveUntilEmpty(run, options, round)),
  );
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return round;
}

async function receiveUntilEmpty(run: CopyRun, options: RoundOptions, round: Round): Promise<void> {
  const { allowance, onBatch } = options;
  try {
    while (!round.isBroken && endOf(run, allowance, round) === undefined) {
      const places = await allowance.take();
      if (places === 0) return;
      const messages = await receiveInRound(places, { run, options, round });
      const moved = messages.length === 0 ? 0 : await moveBatch(messages, run);
      allowance.giveBack(places - moved);
      if (messages.length === 0) return;
      onBatch();
      if (round.kind === 'trial' && run.refusals.inARow === 0) return;
    }
  } catch (error) {
    round.isBroken = true;
    throw error;
  }
}

interface RoundUnderWay {
  readonly run: CopyRun;
  readonly options: RoundOptions;
  readonly round: Round;
}

async function receiveInRound(
  places: number,
  { run, options, round }: RoundUnderWay,
): Promise<readonly Message[]> {
  const { found, asked } = round;
  // When the receives under way will have brought all, a long poll would only add a second to the end.
  const isShort = round.kind === 'busy' && isAllFound({ found: found + asked }, options);
  round.asked += places;
  const messages = await receive(places, run, {
    ...options,
    waitSeconds: isShort ? 0 : longPollSeconds,
  });
  round.asked -= places;
  round.found += messages.length;
  round.emptyInARow = messages.length === 0 ? round.emptyInARow + 1 : 0;
  return messages;
}

/** Receives, and tries again when SQS refuses; never breaks a poll off: a server may hand messages to one that nobody waits for. */
async function receive(
  places: number,
  { options: { from, signal }, sqs, clock }: CopyRun,
  {
    visibilitySeconds,
    waitSeconds,
    random,
  }: Pick<RoundOptions, 'visibilitySeconds' | 'random'> & { readonly waitSeconds: number },
): Promise<readonly Message[]> {
  const command = new ReceiveMessageCommand({
    QueueUrl: from,
    MaxNumberOfMessages: places,
    VisibilityTimeout: visibilitySeconds,
    WaitTimeSeconds: waitSeconds,
    MessageAttributeNames: ['All'],
    MessageSystemAttributeNames: receivedSystemAttributes,
  });
  for (let tries = 1; ; tries += 1) {
    try {
      const { Messages = [] } = await sqs.send(command);
      return Messages;
    } catch (error) {
      if (tries >= mostReceiveTries) throw error;
      const pauseMs = firstPauseMs * 2 ** (tries - 1) * (1 + random());
      if (!(await sleepUnlessAborted(pauseMs, { clock, signal }))) return [];
    }
  }
}
