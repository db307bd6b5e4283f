import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { parseHook } from '@hooklane/core';
import { createFakeClock, type FakeClock } from '@hooklane/core/testing';
import { createLaneDirectory } from '@hooklane/queue';
import { createMemorySqs, type MemorySqs, type MemorySqsFaults } from '@hooklane/queue/testing';
import {
  createSubscriptions,
  type EndpointNotice,
  type PartnerLanes,
  type Subscription,
  type SubscriptionStore,
  type Subscriptions,
  type SubscriptionsOptions,
} from '../../src/index.ts';
import { createSqliteStore } from '../../src/sqlite.ts';

/** The service on SQLite and SQS, both in memory, on a fake clock. */
export interface ServiceUnderTest {
  readonly subscriptions: Subscriptions;
  readonly store: SubscriptionStore;
  readonly clock: FakeClock;
  readonly sqs: MemorySqs;
  readonly faults: MemorySqsFaults;
  readonly notices: EndpointNotice[];
  /** Calls of partnerLanes: `provision acme`. */
  readonly laneCalls: string[];
  readonly resultsQueueUrl: string;
  /** The service again, as another process has it: on the same store and queues. */
  again(options?: Partial<SubscriptionsOptions>): Subscriptions;
  /** Subscribes a partner to everything, unless told otherwise. */
  subscribe(partnerId: string, types?: readonly string[]): Promise<Subscription>;
  /** The hooks in a lane. */
  inLane(partnerId: string): ReturnType<typeof parseHook>[];
}

export const partners: readonly string[] = ['acme', 'bolt', 'crux'];

/** Makes the service, with three partners that have lanes. */
export async function createServiceUnderTest(
  options: Partial<SubscriptionsOptions> = {},
): Promise<ServiceUnderTest> {
  const clock = createFakeClock();
  const faults: MemorySqsFaults = {};
  const sqs = createMemorySqs({ clock, faults });
  for (const partnerId of partners) await makeQueue(sqs, `hooklane-test-${partnerId}`);
  const resultsQueueUrl = await makeQueue(sqs, 'results');
  const store = createSqliteStore({ path: ':memory:' });
  const notices: EndpointNotice[] = [];
  const laneCalls: string[] = [];
  const again = (more: Partial<SubscriptionsOptions> = {}): Subscriptions =>
    createSubscriptions({
      store,
      lanes: createLaneDirectory({ stage: 'test', clients: { sqs } }),
      clients: { sqs },
      clock,
      onNotice: async (notice) => {
        notices.push(notice);
      },
      partnerLanes: recordLanes(laneCalls),
      ...options,
      ...more,
    });
  const subscriptions = again();
  const made = { subscriptions, store, clock, sqs, faults, notices, laneCalls, resultsQueueUrl };
  return {
    ...made,
    again,
    subscribe: (partnerId, types = ['*']) =>
      subscriptions.subscribe({ partnerId, url: `https://${partnerId}.example/hooks`, types }),
    inLane: (partnerId) =>
      sqs.inspect(`hooklane-test-${partnerId}`).map(({ body }) => parseHook(body)),
  };
}

function recordLanes(calls: string[]): PartnerLanes {
  const record = (what: string) => async (partnerId: string) => {
    calls.push(`${what} ${partnerId}`);
  };
  return {
    provision: record('provision'),
    remove: record('remove'),
    pause: record('pause'),
    resume: record('resume'),
  };
}

async function makeQueue(sqs: MemorySqs, name: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  return QueueUrl;
}
