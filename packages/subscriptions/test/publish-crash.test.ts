import { createLaneDirectory } from '@hooklane/queue';
import { describe, expect, it } from 'vitest';
import { CrashError, createCrash } from './support/crashing.ts';
import {
  createServiceUnderTest,
  partners,
  type ServiceUnderTest,
} from './support/service-under-test.ts';

const event = { type: 'transfer.created', data: { amount: 12 } };

async function withSubscribers(): Promise<ServiceUnderTest> {
  const service = await createServiceUnderTest();
  for (const partnerId of partners) await service.subscribe(partnerId);
  return service;
}

/** The service in a process that ends at a call of the store or of SQS. */
function crashing({ again, store, sqs }: ServiceUnderTest, at: number, when: 'before' | 'after') {
  const crash = createCrash(at, when);
  const clients = { sqs: crash.wrap(sqs) };
  const lanes = createLaneDirectory({ stage: 'test', clients });
  return { crash, subscriptions: again({ store: crash.wrap(store), clients, lanes }) };
}

async function endsWithCrash(running: Promise<unknown>): Promise<boolean> {
  try {
    await running;
    return false;
  } catch (error) {
    if (error instanceof CrashError) return true;
    throw error;
  }
}

async function expectAllOnce(service: ServiceUnderTest): Promise<void> {
  for (const partnerId of partners) {
    const hooks = service.inLane(partnerId);
    // A copy of a hook may be there twice, the same in all that partners see.
    expect(new Set(hooks.map(({ id }) => id)).size).toBe(1);
    expect(new Set(hooks.map(({ body }) => body)).size).toBe(1);
  }
  const { hooks } = await service.subscriptions.listHooks();
  expect(hooks.map(({ status }) => status)).toEqual(partners.map(() => 'accepted'));
}

describe('a process that ends while it publishes', () => {
  // Without a crash: list, add, three look-ups, three sends, move.
  const calls = Array.from({ length: 9 }, (_, index) => index + 1);

  it.each(
    calls.flatMap((at) => [
      { at, when: 'before' as const },
      { at, when: 'after' as const },
    ]),
  )(
    'loses nothing that was stored when it ends $when call $at, and nothing at all when it is called again',
    async ({ at, when }) => {
      const service = await withSubscribers();
      const { subscriptions, crash } = crashing(service, at, when);
      await endsWithCrash(subscriptions.publishEvent({ ...event, idempotencyKey: 'k' }));
      expect(crash.isOver).toBe(true);
      await service.clock.advance(60_000);

      const stored = (await service.subscriptions.listHooks()).hooks.length;
      await service.subscriptions.resumePublishing();
      if (stored > 0) await expectAllOnce(service);

      await service.subscriptions.publishEvent({ ...event, idempotencyKey: 'k' });
      await expectAllOnce(service);
    },
  );

  it.each(calls)(
    'is done by a call with the same key alone, when it ended at call %i',
    async (at) => {
      const service = await withSubscribers();
      const { subscriptions } = crashing(service, at, 'before');
      await endsWithCrash(subscriptions.publishEvent({ ...event, idempotencyKey: 'k' }));
      await service.clock.advance(60_000);
      await service.subscriptions.publishEvent({ ...event, idempotencyKey: 'k' });
      await expectAllOnce(service);
    },
  );

  it('makes as many calls as the test ends it at', async () => {
    const service = await withSubscribers();
    const { subscriptions, crash } = crashing(service, 1_000, 'before');
    await subscriptions.publishEvent(event);
    expect(crash.calls).toBe(calls.length);
  });
});

describe('a process that ends while it goes on with what another left', () => {
  it.each(['before', 'after'] as const)(
    'leaves it to the next, wherever it ends %s a call',
    async (when) => {
      for (let at = 1; ; at += 1) {
        const service = await withSubscribers();
        service.faults.before = (action) => {
          if (action === 'SendMessageBatch') throw new Error('down');
        };
        await service.subscriptions.publishEvent(event);
        service.faults.before = undefined;
        await service.clock.advance(60_000);
        const { subscriptions, crash } = crashing(service, at, when);
        await endsWithCrash(subscriptions.resumePublishing());
        await service.subscriptions.resumePublishing();
        await expectAllOnce(service);
        if (!crash.isOver) {
          expect(at).toBeGreaterThan(6);
          return;
        }
      }
    },
  );
});

describe('a process that ends while it enables a subscription', () => {
  it.each(['before', 'after'] as const)(
    'has it done by the next call, wherever it ends %s a call',
    async (when) => {
      for (let at = 1; ; at += 1) {
        const service = await createServiceUnderTest();
        const off = await service.subscribe('acme');
        await service.subscribe('acme');
        await service.subscriptions.disable(off.id);
        await service.subscriptions.publishEvent(event);
        const { subscriptions, crash } = crashing(service, at, when);
        await endsWithCrash(subscriptions.enable(off.id));
        await service.subscriptions.enable(off.id);
        await service.clock.advance(60_000);
        await service.subscriptions.resumePublishing();
        expect(new Set(service.inLane('acme').map(({ id }) => id)).size).toBe(2);
        const { hooks } = await service.subscriptions.listHooks();
        expect(hooks.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
        if (!crash.isOver) {
          expect(at).toBeGreaterThan(6);
          return;
        }
      }
    },
  );
});
