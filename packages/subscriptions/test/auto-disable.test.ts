import { describe, expect, it } from 'vitest';
import {
  delivered,
  gone,
  playLane,
  refused,
  resultOf,
  takeResults,
} from './support/played-lane.ts';
import { createServiceUnderTest, type ServiceUnderTest } from './support/service-under-test.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const event = { type: 'transfer.created', data: { amount: 12 } };

/** Publishes an event each six hours for some days, and has the partner answer it. */
async function live(
  days: number,
  answer: Parameters<typeof playLane>[1],
  service: ServiceUnderTest,
): Promise<void> {
  for (let passedMs = 0; passedMs < days * dayMs; passedMs += 6 * hourMs) {
    await service.subscriptions.publishEvent(event);
    await playLane('acme', answer, service);
    await takeResults(service.subscriptions, service);
    await service.clock.advance(6 * hourMs);
  }
}

function noticeKinds({ notices }: ServiceUnderTest): readonly string[] {
  return notices.map(({ kind }) => kind);
}

describe('an endpoint that fails', () => {
  it('is warned of after two and a half days and disabled after five, each told once', async () => {
    const service = await createServiceUnderTest();
    const { subscriptions, subscribe, notices, laneCalls, clock } = service;
    const { id } = await subscribe('acme');
    const startedAt = clock.now();
    await live(2.5, refused, service);
    expect(noticeKinds(service)).toEqual([]);
    await live(0.25, refused, service);
    expect(notices).toMatchObject([
      {
        kind: 'endpoint_failing',
        subscription: { id },
        failingSince: startedAt,
        disablesAt: startedAt + 5 * dayMs,
        health: { failures: 11, successes: 0 },
      },
    ]);
    await live(2.25, refused, service);
    expect(await subscriptions.get(id)).toMatchObject({ state: 'active' });
    await live(0.25, refused, service);
    expect(noticeKinds(service)).toEqual(['endpoint_failing', 'endpoint_disabled']);
    expect(notices[1]).toMatchObject({ reason: 'failing', failingSince: startedAt });
    expect(await subscriptions.get(id)).toMatchObject({
      state: 'disabled',
      disabledReason: 'failing',
    });
    expect(laneCalls.at(-1)).toBe('pause acme');
  });

  it('gets what was published meanwhile after it is enabled, and starts anew', async () => {
    const service = await createServiceUnderTest();
    const { subscriptions, subscribe, clock } = service;
    const { id } = await subscribe('acme');
    await live(5.25, refused, service);
    const meanwhile = [];
    for (let count = 0; count < 3; count += 1) {
      meanwhile.push((await subscriptions.publishEvent(event)).hooks[0]?.hookId ?? '');
    }
    expect(await playLane('acme', delivered, service)).toBe(0);
    await clock.advance(dayMs);
    await subscriptions.enable(id);
    expect(await subscriptions.health(id)).toMatchObject({ failures: 0 });
    expect(await playLane('acme', delivered, service)).toBe(3);
    expect(await takeResults(subscriptions, service)).toEqual(['added', 'added', 'added']);
    for (const hookId of meanwhile) {
      const { hooks } = await subscriptions.listHooks({ statuses: ['delivered'] });
      expect(hooks.map((hook) => hook.id)).toContain(hookId);
    }
    await live(1, refused, service);
    expect(await subscriptions.get(id)).toMatchObject({ state: 'active' });
    expect(await subscriptions.health(id)).toMatchObject({ successRate: 3 / 7 });
  });

  it('is not disabled again by results of before that come after it was enabled', async () => {
    const service = await createServiceUnderTest();
    const { subscriptions, subscribe, clock } = service;
    const { id } = await subscribe('acme');
    const first = clock.now();
    await live(5.25, refused, service);
    await subscriptions.enable(id);
    const { hooks } = await subscriptions.listHooks({ limit: 1 });
    const late = (answer: typeof gone, startedAt: number) =>
      hooks.map((hook) => resultOf(hook, { outcome: answer(hook), startedAt }));
    await subscriptions.consumeResults([
      ...late(gone, first + 1),
      ...late(refused, first + 2),
      ...late(refused, clock.now() - 1),
    ]);
    await clock.advance(hourMs);
    await subscriptions.checkHealth();
    expect(await subscriptions.get(id)).toMatchObject({ state: 'active' });
  });

  it('is told of as recovered once it does well again after a warning', async () => {
    const service = await createServiceUnderTest();
    const { subscribe, notices } = service;
    const { id } = await subscribe('acme');
    await live(3, refused, service);
    await live(1, delivered, service);
    expect(noticeKinds(service)).toEqual(['endpoint_failing', 'endpoint_recovered']);
    expect(notices[1]).toMatchObject({ subscription: { id } });
    await live(3, refused, service);
    expect(noticeKinds(service)).toEqual([
      'endpoint_failing',
      'endpoint_recovered',
      'endpoint_failing',
    ]);
  });

  it('is warned of and disabled by the timer when there are no more results', async () => {
    const service = await createServiceUnderTest();
    const { subscriptions, subscribe, clock } = service;
    const { id } = await subscribe('acme');
    await live(1, refused, service);
    expect(await subscriptions.checkHealth()).toEqual({ warned: 0, disabled: 0 });
    await clock.advance(1.5 * dayMs);
    expect(await subscriptions.checkHealth()).toEqual({ warned: 1, disabled: 0 });
    expect(await subscriptions.checkHealth()).toEqual({ warned: 0, disabled: 0 });
    await clock.advance(2.5 * dayMs);
    expect(await subscriptions.checkHealth()).toEqual({ warned: 0, disabled: 1 });
    expect(await subscriptions.checkHealth()).toEqual({ warned: 0, disabled: 0 });
    expect(await subscriptions.get(id)).toMatchObject({ disabledReason: 'failing' });
    expect(noticeKinds(service)).toEqual(['endpoint_failing', 'endpoint_disabled']);
  });

  it('does not keep the others from being checked when the host cannot be told of it', async () => {
    const service = await createServiceUnderTest({
      onNotice: async ({ subscription }) => {
        if (subscription.partnerId === 'acme') throw new Error('no mail');
      },
    });
    const { subscriptions, subscribe, clock } = service;
    const acme = await subscribe('acme');
    const bolt = await subscribe('bolt');
    for (const wait of [12 * hourMs, 5 * dayMs]) {
      await subscriptions.publishEvent(event);
      for (const partnerId of ['acme', 'bolt']) await playLane(partnerId, refused, service);
      await takeResults(subscriptions, service);
      await clock.advance(wait);
    }
    await expect(subscriptions.checkHealth()).rejects.toThrow('no mail');
    expect((await subscriptions.get(acme.id))?.state).toBe('active');
    expect((await subscriptions.get(bolt.id))?.state).toBe('disabled');
  });

  it('is left alone where failing endpoints are not to be disabled', async () => {
    const service = await createServiceUnderTest({ disableAfterMs: false, warnAfterMs: false });
    const { id } = await service.subscribe('acme');
    await live(9, refused, service);
    expect(await service.subscriptions.checkHealth()).toEqual({ warned: 0, disabled: 0 });
    expect(service.notices).toEqual([]);
    expect((await service.subscriptions.get(id))?.state).toBe('active');
  });
});

describe('an endpoint that fails now and then', () => {
  it('is never disabled and never warned of', async () => {
    const service = await createServiceUnderTest();
    const { id } = await service.subscribe('acme');
    for (let day = 0; day < 12; day += 1) {
      await live(0.75, refused, service);
      await live(0.25, delivered, service);
    }
    expect(service.notices).toEqual([]);
    expect((await service.subscriptions.get(id))?.state).toBe('active');
  });
});

describe('an endpoint that is gone', () => {
  it('is disabled at once, and its hooks wait', async () => {
    const service = await createServiceUnderTest();
    const { subscriptions, subscribe, notices, laneCalls } = service;
    const { id } = await subscribe('acme');
    await live(0.25, gone, service);
    expect(notices).toMatchObject([{ kind: 'endpoint_disabled', reason: 'gone' }]);
    expect(await subscriptions.get(id)).toMatchObject({ disabledReason: 'gone', version: 2 });
    expect(laneCalls.at(-1)).toBe('pause acme');
    await subscriptions.publishEvent(event);
    await subscriptions.enable(id);
    await live(0.25, delivered, service);
    const { hooks } = await subscriptions.listHooks();
    expect(hooks.map(({ status }) => status)).toEqual(['delivered', 'delivered', 'gone']);
    expect((await subscriptions.get(id))?.state).toBe('active');
  });

  it('is disabled too when it took a hook and asked for no more', async () => {
    const service = await createServiceUnderTest();
    const { id } = await service.subscribe('acme');
    const last = () => ({ kind: 'delivered', status: 200, asksToDisable: true }) as const;
    await live(0.25, last, service);
    expect((await service.subscriptions.get(id))?.disabledReason).toBe('gone');
  });

  it('does not stop other endpoints of its partner', async () => {
    const service = await createServiceUnderTest();
    const { subscriptions, subscribe, laneCalls, inLane } = service;
    const one = await subscribe('acme');
    const other = await subscriptions.subscribe({
      partnerId: 'acme',
      url: 'https://other.example/',
      types: ['*'],
    });
    await live(0.25, (hook) => (hook.url === one.url ? gone(hook) : delivered(hook)), service);
    expect((await subscriptions.get(one.id))?.state).toBe('disabled');
    expect((await subscriptions.get(other.id))?.state).toBe('active');
    expect(laneCalls).not.toContain('pause acme');
    await subscriptions.publishEvent(event);
    expect(inLane('acme').map(({ url }) => url)).toEqual(['https://other.example/']);
  });
});
