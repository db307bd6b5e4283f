import type { PartnerState } from '@hooklane/core';
import { buryHooks, type LaneMessage } from '@hooklane/queue';
import { recordBatch } from './batch-metrics.ts';
import type { Lane } from './lane.ts';
import { type AttemptLimits, type DueOutcome, discardHook, makeAttempt } from './make-attempt.ts';
import { type Attempt, isSettled, settleAttempts } from './settle-attempts.ts';
import { type DueHook, type PoisonMessage, sortBatch } from './sort-batch.ts';
import { isWorn, type Wait, waitMessages } from './wait-messages.ts';

/** What is to be done with the messages of a batch. Each is in exactly one of the lists. */
export interface BatchOutcome {
  /** Over: to be deleted. */
  readonly acknowledge: readonly LaneMessage[];
  /** Hidden until they are due. */
  readonly held: readonly LaneMessage[];
  /** To come back after the visibility time-out. */
  readonly failed: readonly LaneMessage[];
  /** Not begun, or broken off by the signal: may come back at once. */
  readonly unstarted: readonly LaneMessage[];
}

/** What {@link processBatch} takes beside messages and lane. */
export interface ProcessBatchOptions extends AttemptLimits {
  /**
   * Called with the messages whose hooks are due, before their POSTs; what it returns is called when their
   * results and next steps are with SQS too, so that no time-out passes meanwhile.
   */
  readonly onDue?: ((messages: readonly LaneMessage[]) => () => void) | undefined;
}

/** How long the hooks of a disabled partner wait before its state is asked for again. */
const disabledMs = 5 * 60_000;

/**
 * Works one batch of a lane: POST, result, next step, and then says which messages may be
 * acknowledged. A message is acknowledged only when nothing that it stands for can be lost.
 */
export async function processBatch(
  messages: readonly LaneMessage[],
  ofLane: Lane,
  options: ProcessBatchOptions = {},
): Promise<BatchOutcome> {
  const lane = drawOnce(ofLane);
  const { clock, partnerStates } = lane.delivery;
  const state = partnerStates === undefined ? 'active' : await partnerStates.of(lane.partnerId);
  // The hooks of a deleted partner end at once, whenever they are due.
  const dueUntil = state === 'deleted' ? Number.POSITIVE_INFINITY : clock.now();
  const { due, early, poison, newer } = sortBatch(messages, dueUntil);
  const [{ outcomes, settled }, earlyWaits, buried] = await Promise.all([
    workDue(due, state, lane, options),
    waitMessages(early, lane),
    buryPoison(poison, lane),
  ]);
  const dueWaits = await waitMessages(waitsOf(due, outcomes, lane), lane);
  const [over, open] = partition(settled, isSettled);
  for (const { due: hook, ...progress } of open) {
    lane.unsettled.put(hook.hook.id, hook.attempt, progress);
  }
  const waits = [earlyWaits, dueWaits];
  const held = waits.flatMap((wait) => wait.held);
  recordBatch(lane, { outcomes, poison: buried.accepted.length, held: held.length });
  const dueWhere = (kind: DueOutcome['kind']): LaneMessage[] =>
    messagesOf(due.filter((_, index) => outcomes[index]?.kind === kind));
  return {
    acknowledge: [
      ...messagesOf(over.map((attempt) => attempt.due)),
      ...buried.accepted,
      ...waits.flatMap((wait) => wait.resent),
    ],
    held,
    failed: [
      ...messagesOf(open.map((attempt) => attempt.due)),
      ...dueWhere('broken'),
      ...buried.refused,
      ...waits.flatMap((wait) => wait.failed),
      ...newer,
    ],
    unstarted: dueWhere('unstarted').filter((message) => !isWorn(message, lane)),
  };
}

/**
 * Draws one random number for a whole batch: hooks that fail or wait together come back together, and cost the
 * requests of one.
 */
function drawOnce(lane: Lane): Lane {
  const drawn = lane.attemptContext.random();
  return { ...lane, attemptContext: { ...lane.attemptContext, random: () => drawn } };
}

/** Attempts the hooks that are due and settles the attempts, while `onDue` keeps the messages hidden. */
async function workDue(
  due: readonly DueHook[],
  state: PartnerState,
  lane: Lane,
  options: ProcessBatchOptions,
): Promise<{
  readonly outcomes: readonly DueOutcome[];
  readonly settled: readonly Attempt[];
}> {
  const end = options.onDue?.(messagesOf(due));
  try {
    const outcomes = await attemptAll(due, state, lane, options);
    const attempts = outcomes.flatMap((outcome) =>
      outcome.kind === 'attempted' ? [outcome.attempt] : [],
    );
    return { outcomes, settled: await settleAttempts(attempts, lane) };
  } finally {
    // Before any of them is held: a late beat would cut the hold short.
    end?.();
  }
}

async function attemptAll(
  due: readonly DueHook[],
  state: PartnerState,
  lane: Lane,
  options: ProcessBatchOptions,
): Promise<readonly DueOutcome[]> {
  switch (state) {
    case 'active':
      return Promise.all(due.map((hook) => makeAttempt(hook, lane, options)));
    case 'disabled': {
      const until = lane.delivery.clock.now() + disabledMs;
      return due.map(() => ({ kind: 'waiting', until }));
    }
    case 'deleted':
      return due.map((hook) => discardHook(hook, lane));
    default:
      return state satisfies never;
  }
}

/**
 * The messages of due hooks that wait: for the breaker, the dedupe store or their partner; or because they
 * could not be begun so often that another receive would send them to the dead-letter queue.
 */
function waitsOf(
  due: readonly DueHook[],
  outcomes: readonly DueOutcome[],
  lane: Lane,
): readonly Wait[] {
  const now = lane.delivery.clock.now();
  return due.flatMap(({ messages, attempt }, index) => {
    const outcome = outcomes[index];
    switch (outcome?.kind) {
      case 'waiting':
        return messages.map((message) => ({ message, attempt, dueAt: outcome.until }));
      case 'unstarted':
        return messages
          .filter((message) => isWorn(message, lane))
          .map((message) => ({ message, attempt, dueAt: now }));
      default:
        return [];
    }
  });
}

function messagesOf(due: readonly DueHook[]): LaneMessage[] {
  return due.flatMap(({ messages }) => messages);
}

async function buryPoison(
  poison: readonly PoisonMessage[],
  lane: Lane,
): Promise<{
  readonly accepted: readonly LaneMessage[];
  readonly refused: readonly LaneMessage[];
}> {
  if (poison.length === 0) return { accepted: [], refused: [] };
  const outcomes = await buryHooks(
    poison.map(({ message, reason }) => ({ body: message.body, reason: 'poison', detail: reason })),
    lane.deadLetterQueueUrl,
    lane.delivery.queueOptions,
  );
  const [accepted, refused] = partition(
    poison.map(({ message }) => message),
    (_, index) => outcomes[index]?.ok === true,
  );
  return { accepted, refused };
}

function partition<Item>(
  items: readonly Item[],
  isFirst: (item: Item, index: number) => boolean,
): [Item[], Item[]] {
  const first: Item[] = [];
  const second: Item[] = [];
  for (const [index, item] of items.entries()) (isFirst(item, index) ? first : second).push(item);
  return [first, second];
}
