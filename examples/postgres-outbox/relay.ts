import { type Clock, isHooklaneError, mapConcurrently } from '@hooklane/core';
import type { Subscriptions } from '@hooklane/subscriptions';
import type { Database } from './database.ts';
import { type ClaimedEvent, claimEvents, markDone, postpone } from './outbox.ts';
import type { OnStep } from './steps.ts';

/** What a relay works with. */
export interface RelayOptions {
  readonly database: Database;
  readonly subscriptions: Pick<Subscriptions, 'publishEvent'>;
  readonly onStep: OnStep;
  /** Events claimed at a time, and so published again at most when the relay is killed. */
  readonly batchSize: number;
}

/** What became of a batch. */
export interface RelayedBatch {
  readonly published: number;
  readonly postponed: number;
}

/** Events published at the same time. */
const mostPublishing = 8;

/**
 * Publishes the next events of the outbox and marks them as done, in this order: killed in between, they are published
 * again, with the same key, and so with the same ids. The rows stay locked meanwhile; other relays take others.
 */
export async function relayBatch(options: RelayOptions): Promise<RelayedBatch> {
  const { database, onStep, batchSize } = options;
  const batch = await database.transaction(async (query) => {
    const events = await claimEvents(query, batchSize);
    if (events.length === 0) return { published: 0, postponed: 0 };
    await onStep('claimed');
    const codes = await mapConcurrently(events, mostPublishing, (event) => publish(event, options));
    const done = events.filter((_, index) => codes[index] === undefined);
    await markDone(
      query,
      done.map(({ id }) => id),
    );
    for (const [index, { id }] of events.entries()) {
      const code = codes[index];
      if (code !== undefined) await postpone(query, { id, code });
    }
    await onStep('marked');
    return { published: done.length, postponed: events.length - done.length };
  });
  if (batch.published + batch.postponed > 0) await onStep('relayed');
  return batch;
}

/** Relays until the signal says that it is enough, and looks again after `pauseMs` when there is nothing to do. */
export async function runRelay(
  options: RelayOptions & {
    readonly clock: Clock;
    readonly pauseMs: number;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { clock, pauseMs, signal } = options;
  while (!signal.aborted) {
    const { published } = await relayBatch(options);
    if (published === 0) await clock.sleep(pauseMs);
  }
}

/** Publishes an event; gives the code of what is in the way, if anything. */
async function publish(
  { id, type, partnerId, data, createdAt }: ClaimedEvent,
  { subscriptions, onStep }: RelayOptions,
): Promise<string | undefined> {
  try {
    const { hooks } = await subscriptions.publishEvent({
      type,
      data,
      idempotencyKey: id,
      timestamp: createdAt,
      ...(partnerId !== null && { partnerId }),
    });
    await onStep('published');
    // Of those that are pending SQS took none: publishing again with the key sends them alone.
    return hooks.flatMap((hook) => (hook.kind === 'pending' ? [hook.code] : []))[0];
  } catch (error) {
    if (isHooklaneError(error)) return error.code;
    throw error;
  }
}
