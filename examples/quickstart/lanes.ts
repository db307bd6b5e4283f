import type { HookInput } from '@hooklane/core';
import type { Local } from '@hooklane/local';
import { type LaneDirectory, publishHooks } from '@hooklane/queue';
import { cast, policy } from './cast.ts';
import type { PublishEvent } from './publish-traffic.ts';

/** How the demo reaches its partners. */
export interface Publisher {
  readonly publish: PublishEvent;
  /** Sends a ping to every partner. */
  readonly ping: () => Promise<void>;
}

type UrlOf = (partnerId: string) => string;

const egress = { allowHttp: true, ports: 'any', allowPrivateAddresses: true } as const;

/** A lane for each partner, which subscribes to what happens to orders. */
export async function subscribePartners(local: Local, urlOf: UrlOf): Promise<Publisher> {
  const { subscriptions } = local;
  for (const { id } of cast) {
    await local.addPartner(id, policy);
    await subscriptions.subscribe({ partnerId: id, url: urlOf(id), types: ['order.*', 'ping'] });
  }
  const publish = async (type: string, data: object) => {
    const { hooks } = await subscriptions.publishEvent({ type, data });
    const refused = hooks.find(({ kind }) => kind !== 'accepted');
    if (refused !== undefined) throw new Error(`A hook to ${refused.partnerId} is ${refused.kind}`);
    return hooks;
  };
  return {
    publish: (data) => publish('order.created', data),
    ping: async () => void (await publish('ping', {})),
  };
}

/** One queue for all, with as many requests at a time as all the lanes together have. */
export async function shareOneLane(local: Local, urlOf: UrlOf): Promise<Publisher> {
  const concurrency = (policy.concurrency ?? 1) * cast.length;
  const { queueUrl } = await local.addPartner('shared', { ...policy, concurrency });
  const lanes: LaneDirectory = { queueUrl: async () => queueUrl };
  const publish = async (type: string, data: object) => {
    const timestamp = new Date().toISOString();
    const body = JSON.stringify({ type, timestamp, data });
    const hooks = cast.map(({ id }): HookInput => ({ partnerId: id, url: urlOf(id), type, body }));
    const outcomes = await publishHooks(hooks, { lanes, egress, clients: { sqs: local.sqs } });
    return outcomes.map((outcome, index) => {
      if (outcome.kind === 'refused') throw outcome.error;
      return { partnerId: hooks[index]?.partnerId ?? '', hookId: outcome.hookId };
    });
  };
  return {
    publish: (data) => publish('order.created', data),
    ping: async () => void (await publish('ping', {})),
  };
}
