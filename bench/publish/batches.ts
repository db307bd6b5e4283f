import { createHook, encodeHook, type HookInput } from '@hooklane/core';
import { batchSize, requestsAtOnce } from './setting.ts';

/** An entry of `SendMessageBatch`, as `publishHooks` makes it. */
export interface BatchEntry {
  readonly Id: string;
  readonly MessageBody: string;
}

/** The batches that `publishHooks` sends of these hooks, ready made. */
export function makeBatches(hooks: readonly HookInput[]): readonly (readonly BatchEntry[])[] {
  const bodies = hooks.map((input) =>
    encodeHook(createHook(input, { now: Date.now(), newId: () => '' })),
  );
  return Array.from({ length: Math.ceil(bodies.length / batchSize) }, (_, batch) =>
    bodies
      .slice(batch * batchSize, (batch + 1) * batchSize)
      .map((MessageBody, index) => ({ Id: String(index), MessageBody })),
  );
}

/** Sends all of them, so many at once. */
export async function sendAll<Batch>(
  batches: readonly Batch[],
  send: (batch: Batch) => Promise<void>,
): Promise<void> {
  const left = batches.values();
  const run = async (): Promise<void> => {
    for (const batch of left) await send(batch);
  };
  await Promise.all(Array.from({ length: requestsAtOnce }, run));
}
