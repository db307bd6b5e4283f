import { describe, expect, it } from 'vitest';
import { CrashError, createCrash } from './support/crashing.ts';
import { delivered, gone, playLane, refused, takeResults } from './support/played-lane.ts';
import { createServiceUnderTest, type ServiceUnderTest } from './support/service-under-test.ts';

const dayMs = 24 * 3_600_000;
const event = { type: 'transfer.created', data: { amount: 12 } };

describe('a process that ends while it consumes results', () => {
  const scenarios = [
    {
      name: 'of an endpoint that is gone',
      answer: gone,
      prepare: async () => {},
      notices: ['endpoint_disabled'],
      state: 'disabled',
    },
    {
      name: 'of an endpoint that has been failing for six days',
      answer: refused,
      prepare: (service: ServiceUnderTest) => fail(service, 6),
      notices: ['endpoint_disabled'],
      state: 'disabled',
    },
    {
      name: 'of an endpoint that has been failing for three days',
      answer: refused,
      prepare: (service: ServiceUnderTest) => fail(service, 3),
      notices: ['endpoint_failing'],
      state: 'active',
    },
    {
      name: 'of an endpoint that recovers',
      answer: delivered,
      prepare: async (service: ServiceUnderTest) => {
        await fail(service, 2);
        await fail(service, 1);
        await service.subscriptions.checkHealth();
        expect(service.notices.map(({ kind }) => kind)).toEqual(['endpoint_failing']);
        service.notices.length = 0;
      },
      notices: ['endpoint_recovered'],
      state: 'active',
    },
  ] as const;

  /** One failure, and then days. */
  async function fail(service: ServiceUnderTest, days: number): Promise<void> {
    await service.subscriptions.publishEvent(event);
    await playLane('acme', refused, service);
    await takeResults(service.subscriptions, service);
    await service.clock.advance(days * dayMs);
  }

  it.each(
    scenarios.flatMap((scenario) => [
      { ...scenario, when: 'before' as const },
      { ...scenario, when: 'after' as const },
    ]),
  )('$name, $when any call, leaves the rest to the redelivery', async (scenario) => {
    for (let at = 1; ; at += 1) {
      const service = await createServiceUnderTest();
      const { id } = await service.subscribe('acme');
      await scenario.prepare(service);
      const { hooks: published } = await service.subscriptions.publishEvent(event);
      await playLane('acme', scenario.answer, service);
      const crash = createCrash(at, scenario.when);
      const { store, sqs, notices, laneCalls } = service;
      const record = crash.wrap({
        onNotice: async (notice: (typeof notices)[number]) => void notices.push(notice),
        pause: async (partnerId: string) => void laneCalls.push(`pause ${partnerId}`),
        resume: async (partnerId: string) => void laneCalls.push(`resume ${partnerId}`),
        provision: async () => {},
      });
      const { onNotice } = record;
      const ending = service.again({ store: crash.wrap(store), onNotice, partnerLanes: record });
      await takeResults(ending, { ...service, sqs: crash.wrap(sqs) }).catch((error: unknown) => {
        if (!(error instanceof CrashError)) throw error;
      });
      await service.clock.advance(60_000);
      await takeResults(service.subscriptions, service);

      expect(sqs.inspect('results')).toEqual([]);
      expect(await service.subscriptions.attemptsOf(published[0]?.hookId ?? '')).toHaveLength(1);
      expect((await service.subscriptions.get(id))?.state).toBe(scenario.state);
      const isPaused = laneCalls.at(-1) === 'pause acme';
      expect(isPaused).toBe(scenario.state === 'disabled');
      expect([...new Set(notices.map(({ kind }) => kind))]).toEqual(scenario.notices);
      if (!crash.isOver) {
        expect(at).toBeGreaterThan(4);
        expect(notices).toHaveLength(1);
        return;
      }
    }
  });
});
