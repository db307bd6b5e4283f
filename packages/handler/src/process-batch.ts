import { type AttemptResult, isHooklaneError } from '@hooklane/core';
import { buryHooks, holdMessages, type LaneMessage } from '@hooklane/queue';
import { attemptHook } from './deliver-hook.ts';
import type { Lane } from './lane.ts';
import { type Attempt, beginProgress, isSettled, settleAttempts } from './settle-attempts.ts';
import { type DueHook, type PoisonMessage, sortBatch } from './sort-batch.ts';

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
export interface ProcessBatchOptions {
  /** Asked before each POST; `false` leaves the hook for later. @default always true */
  readonly mayStart?: (() => boolean) | undefined;
  /** Breaks off POSTs under way; what has been POSTed is still settled. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Works one batch of a lane: POST, result, next step, and then says which messages may be
 * acknowledged. A message is acknowledged only when nothing that it stands for can be lost.
 */
export async function processBatch(
  messages: readonly LaneMessage[],
  lane: Lane,
  options: ProcessBatchOptions = {},
): Promise<BatchOutcome> {
  const { clock, queueOptions } = lane.delivery;
  const { due, early, poison, newer } = sortBatch(messages, clock.now());
  const [made, buried] = await Promise.all([
    Promise.all(due.map((hook) => makeAttempt(hook, lane, options))),
    buryPoison(poison, lane),
    early.length > 0 ? holdMessages(early, lane.queueUrl, queueOptions) : undefined,
  ]);
  const settled = await settleAttempts(
    made.filter((attempt) => typeof attempt === 'object'),
    lane,
  );
  const [over, open] = partition(settled, isSettled);
  for (const { due: hook, ...progress } of open) {
    lane.unsettled.put(hook.hook.id, hook.attempt, progress);
  }
  const dueWhere = (wanted: 'unstarted' | 'broken'): LaneMessage[] =>
    due.flatMap(({ messages: own }, index) => (made[index] === wanted ? own : []));
  return {
    acknowledge: [...over.flatMap(({ due: { messages: own } }) => own), ...buried.accepted],
    held: early.map(({ message }) => message),
    failed: [
      ...open.flatMap(({ due: { messages: own } }) => own),
      ...dueWhere('broken'),
      ...buried.refused,
      ...newer,
    ],
    unstarted: dueWhere('unstarted'),
  };
}

/** Never rejects: what goes wrong with one hook must not touch the others of its batch. */
async function makeAttempt(
  due: DueHook,
  lane: Lane,
  { mayStart, signal }: ProcessBatchOptions,
): Promise<Attempt | 'unstarted' | 'broken'> {
  const { hook, attempt } = due;
  const known = lane.unsettled.take(hook.id, attempt);
  if (known !== undefined) return { ...known, due };
  try {
    return await lane.limiter.run(async () => {
      if (signal?.aborted || mayStart?.() === false) return 'unstarted';
      const result = await attemptHook(hook, attempt, lane.attemptContext, signal);
      report(result, due, lane);
      return { ...beginProgress(result, lane), due };
    });
  } catch (error) {
    if (signal?.aborted) return 'unstarted';
    logError(lane, error, 'An attempt broke off; its hook comes back', hook.id);
    return 'broken';
  }
}

function report(result: AttemptResult, { hook }: DueHook, lane: Lane): void {
  if (result.outcome.kind === 'unsigned') {
    const { partnerId } = hook;
    const message = 'A hook waits because it cannot be signed';
    lane.delivery.logger.warn({ message, partnerId, hookId: hook.id, code: result.outcome.code });
  }
  try {
    lane.delivery.onAttempt?.(result, hook);
  } catch (error) {
    logError(lane, error, 'onAttempt threw', hook.id);
  }
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

function logError(lane: Lane, error: unknown, message: string, hookId: string): void {
  // Only the name: the message of an unknown error may quote anything.
  const code = isHooklaneError(error)
    ? error.code
    : error instanceof Error
      ? error.name
      : 'unknown';
  lane.delivery.logger.error({ message, partnerId: lane.partnerId, hookId, code });
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
