import { type Clock, sleepUnlessAborted } from '@hooklane/core';
import { createEventBodies } from './event-bodies.ts';
import { createRouter } from './hook-route.ts';
import {
  parseReplayOptions,
  type ReplayFailedOptions,
  type ReplayReport,
} from './replay-options.ts';
import { type HookToSend, sendHooks } from './send-hooks.ts';
import type { ServiceContext } from './service-context.ts';
import type { HookStatus, StoredHook } from './stored-hook.ts';

const defaultStatuses: readonly HookStatus[] = ['exhausted', 'rejected', 'gone'];
const defaultRatePerSecond = 50;
/** SQS takes ten messages in a request (SendMessageBatch). */
const largestBatch = 10;

type Counts = Pick<ReplayReport, 'accepted' | 'rejected' | 'pending' | 'skipped'>;

/**
 * Publishes failed hooks again, newest first, in batches that keep to a rate. What ends it between two batches loses
 * nothing; in the middle of one, its hooks are pending or done.
 */
export async function replayFailed(
  options: ReplayFailedOptions,
  context: ServiceContext,
): Promise<ReplayReport> {
  const {
    onProgress,
    signal,
    ratePerSecond = defaultRatePerSecond,
    ...given
  } = parseReplayOptions(options);
  const { clock, store } = context;
  const statuses = given.statuses ?? defaultStatuses;
  // What fails from now on is not replayed again by this call.
  const query = { ...given, statuses, until: given.until ?? clock.now() + 1 };
  const limit = Math.max(1, Math.min(largestBatch, Math.floor(ratePerSecond)));
  const pace = createPace({ ratePerSecond, clock, signal });
  let { cursor } = given;
  let counts: Counts = { accepted: 0, rejected: 0, pending: 0, skipped: 0 };
  const report = (isComplete: boolean): ReplayReport => ({
    ...counts,
    isComplete,
    ...(cursor !== undefined && { cursor }),
  });
  do {
    if (!(await pace.turn())) return report(false);
    const page = await store.listHooks({ ...query, limit, cursor });
    const batch = await replayBatch(page.hooks, statuses, context);
    counts = sum(counts, batch);
    pace.used(page.hooks.length - batch.skipped);
    cursor = page.cursor;
    const { isComplete: _, ...progress } = report(cursor === undefined);
    await onProgress?.(progress);
  } while (cursor !== undefined);
  return report(true);
}

async function replayBatch(
  hooks: readonly StoredHook[],
  from: readonly HookStatus[],
  context: ServiceContext,
): Promise<Counts> {
  const { store, partnerLanes, clock } = context;
  const route = createRouter(store, { canPause: partnerLanes !== undefined });
  const bodyOf = createEventBodies(store);
  const ready: HookToSend[] = [];
  for (const hook of hooks) {
    const [to, body] = await Promise.all([route(hook), bodyOf(hook.eventId)]);
    if (to.kind === 'send' && body !== undefined) ready.push({ hook, url: to.url, body });
  }
  const ids = ready.map(({ hook }) => hook.id);
  const moved = new Set(
    ids.length === 0 ? [] : await store.moveHooks(ids, { from, to: 'pending', at: clock.now() }),
  );
  // Another replay may have taken some meanwhile.
  const sent = await sendHooks(
    ready.filter(({ hook }) => moved.has(hook.id)),
    context,
  );
  const count = (kind: string): number => sent.filter((one) => one.kind === kind).length;
  return {
    accepted: count('accepted'),
    rejected: count('rejected'),
    pending: count('pending'),
    skipped: hooks.length - sent.length,
  };
}

interface Pace {
  /** Waits for the turn; `false` when the signal came first. */
  turn(): Promise<boolean>;
  used(hooks: number): void;
}

function createPace({
  ratePerSecond,
  clock,
  signal,
}: {
  readonly ratePerSecond: number;
  readonly clock: Clock;
  readonly signal: AbortSignal | undefined;
}): Pace {
  let nextAt = clock.now();
  return {
    turn: async () => {
      const waitMs = Math.ceil(nextAt - clock.now());
      if (signal?.aborted) return false;
      return waitMs <= 0 || (await sleepUnlessAborted(waitMs, { clock, signal }));
    },
    used: (hooks) => {
      nextAt = Math.max(nextAt, clock.now()) + (hooks * 1_000) / ratePerSecond;
    },
  };
}

function sum(one: Counts, other: Counts): Counts {
  return {
    accepted: one.accepted + other.accepted,
    rejected: one.rejected + other.rejected,
    pending: one.pending + other.pending,
    skipped: one.skipped + other.skipped,
  };
}
