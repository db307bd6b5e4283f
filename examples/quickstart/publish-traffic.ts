import { setTimeout as sleep } from 'node:timers/promises';
import { cast, traffic } from './cast.ts';

/** The hook that a partner gets of an event. */
export interface PartnerHook {
  readonly partnerId: string;
  readonly hookId: string;
}

/** Publishes an event with this data to every partner; rejects unless all of its hooks are accepted. */
export type PublishEvent = (data: { readonly number: number }) => Promise<readonly PartnerHook[]>;

const tickMs = 10;

/** Publishes the traffic of the demo at its rate, and returns the accepted ids of each partner. */
export async function publishTraffic(
  publish: PublishEvent,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const accepted = new Map<string, string[]>(cast.map(({ id }) => [id, []]));
  const calls: Promise<void>[] = [];
  const startedAt = Date.now();
  const send = async (number: number): Promise<void> => {
    for (const { partnerId, hookId } of await publish({ number })) {
      accepted.get(partnerId)?.push(hookId);
    }
  };
  const events = traffic.hooks / cast.length;
  for (let made = 0; made < events; ) {
    const elapsedMs = Date.now() - startedAt;
    const due = Math.ceil((elapsedMs / 1_000) * (traffic.hooksPerSecond / cast.length));
    for (; made < Math.min(events, due); made += 1) calls.push(send(made));
    await sleep(tickMs);
  }
  await Promise.all(calls);
  return accepted;
}
