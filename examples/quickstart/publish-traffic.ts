import { setTimeout as sleep } from 'node:timers/promises';
import type { HookInput, HooklaneError } from '@hooklane/core';
import type { PublishOutcome } from '@hooklane/queue';
import { cast, traffic } from './cast.ts';

/** How {@link publishTraffic} reaches the lanes. */
export interface PublishTrafficOptions {
  readonly urlOf: (partnerId: string) => string;
  readonly publish: (hooks: readonly HookInput[]) => Promise<readonly PublishOutcome[]>;
}

const tickMs = 50;

/** Publishes the traffic of the demo at its rate, and returns the accepted ids of each partner. */
export async function publishTraffic({
  urlOf,
  publish,
}: PublishTrafficOptions): Promise<ReadonlyMap<string, readonly string[]>> {
  const accepted = new Map<string, string[]>(cast.map(({ id }) => [id, []]));
  const refused: HooklaneError[] = [];
  const calls: Promise<void>[] = [];
  const startedAt = Date.now();
  const send = async (hooks: readonly HookInput[]): Promise<void> => {
    const outcomes = await publish(hooks);
    for (const [index, outcome] of outcomes.entries()) {
      if (outcome.kind === 'refused') refused.push(outcome.error);
      else accepted.get(hooks[index]?.partnerId ?? '')?.push(outcome.hookId);
    }
  };
  for (let made = 0; made < traffic.hooks; ) {
    const elapsedMs = Date.now() - startedAt;
    const wanted = Math.min(traffic.hooks, Math.ceil((elapsedMs / 1_000) * traffic.hooksPerSecond));
    const numbers = Array.from({ length: wanted - made }, (_, index) => made + index);
    if (numbers.length > 0) calls.push(send(numbers.map((number) => makeHook(number, urlOf))));
    made = wanted;
    await sleep(tickMs);
  }
  await Promise.all(calls);
  if (refused[0] !== undefined) throw refused[0];
  return accepted;
}

function makeHook(number: number, urlOf: (partnerId: string) => string): HookInput {
  const { id } = cast[number % cast.length] as (typeof cast)[number];
  return {
    partnerId: id,
    url: urlOf(id),
    type: 'order.created',
    body: JSON.stringify({
      type: 'order.created',
      timestamp: new Date().toISOString(),
      data: { number },
    }),
  };
}
