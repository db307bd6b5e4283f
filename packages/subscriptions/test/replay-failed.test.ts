import { describe, expect, it } from 'vitest';
import type { ReplayProgress, ReplayReport } from '../src/index.ts';
import { CrashError, createCrash } from './support/crashing.ts';
import { codeIs, drain, statusesOf, withFailed } from './support/failed-hooks.ts';
import { refused } from './support/played-lane.ts';
import { createServiceUnderTest } from './support/service-under-test.ts';

describe('replayFailed', () => {
  it('keeps to its rate and tells how far it is', async () => {
    const service = await withFailed(45);
    const { subscriptions, clock, inLane } = service;
    const progress: ReplayProgress[] = [];
    let report: ReplayReport | undefined;
    const running = subscriptions
      .replayFailed({ ratePerSecond: 10, onProgress: (one) => void progress.push(one) })
      .then((done) => {
        report = done;
      });
    const sent: number[] = [];
    for (let second = 0; second < 5; second += 1) {
      await clock.advance(second === 0 ? 0 : 1_000);
      sent.push(inLane('acme').length);
    }
    await running;
    expect(sent).toEqual([10, 20, 30, 40, 45]);
    expect(progress.map(({ accepted }) => accepted)).toEqual([10, 20, 30, 40, 45]);
    expect(progress.at(-1)).toEqual({ accepted: 45, rejected: 0, pending: 0, skipped: 0 });
    expect(report).toEqual({ ...progress.at(-1), isComplete: true });
  });

  it('goes slower than one a second', async () => {
    const { subscriptions, clock, inLane } = await withFailed(3);
    const running = subscriptions.replayFailed({ ratePerSecond: 0.5 });
    await clock.advance(1_999);
    expect(inLane('acme')).toHaveLength(1);
    await clock.advance(2_000);
    expect(inLane('acme')).toHaveLength(2);
    await clock.advance(1_000);
    expect(await running).toMatchObject({ accepted: 3, isComplete: true });
  });

  it('replays only what it is told to', async () => {
    const { subscriptions, clock, inLane, ids } = await withFailed(10);
    const start = clock.now() - 10_000;
    const range = { since: start + 3_000, until: start + 6_000 };
    expect(await subscriptions.replayFailed({ ...range, partnerId: 'bolt' })).toMatchObject({
      accepted: 0,
    });
    expect(await subscriptions.replayFailed({ ...range, statuses: ['gone'] })).toMatchObject({
      accepted: 0,
    });
    expect(await subscriptions.replayFailed({ ...range, partnerId: 'acme' })).toMatchObject({
      accepted: 3,
    });
    expect(
      inLane('acme')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.slice(3, 6).sort());
  });

  it('goes on with its cursor after it was aborted, and sends none twice', async () => {
    const service = await withFailed(35);
    const { subscriptions, clock, inLane, ids } = service;
    const options = { until: clock.now(), ratePerSecond: 10 };
    const abort = new AbortController();
    const running = subscriptions.replayFailed({ ...options, signal: abort.signal });
    await clock.advance(1_500);
    abort.abort();
    const first = await running;
    expect(first).toMatchObject({ accepted: 20, isComplete: false, cursor: expect.any(String) });
    expect(clock.sleeping).toBe(0);
    // What was sent fails again meanwhile, and is not to be replayed for ever.
    await clock.advance(1_000);
    const again = inLane('acme').map(({ id }) => id);
    await drain(service, refused);
    const resumed = subscriptions.replayFailed({ ...options, cursor: first.cursor });
    await clock.advance(5_000);
    expect(await resumed).toMatchObject({ accepted: 15, isComplete: true });
    const all = [...again, ...inLane('acme').map(({ id }) => id)];
    expect(all.sort()).toEqual(ids.sort());
  });

  it('does nothing when its signal has aborted before', async () => {
    const { subscriptions, inLane } = await withFailed(1);
    expect(await subscriptions.replayFailed({ signal: AbortSignal.abort() })).toEqual({
      accepted: 0,
      rejected: 0,
      pending: 0,
      skipped: 0,
      isComplete: false,
    });
    expect(inLane('acme')).toEqual([]);
  });

  it('skips what cannot be sent', async () => {
    const service = await withFailed(2);
    const [subscription] = await service.subscriptions.list();
    await service.subscribe('acme');
    await service.subscriptions.disable(subscription?.id ?? '');
    expect(await service.subscriptions.replayFailed()).toMatchObject({ accepted: 0, skipped: 2 });
    expect(await statusesOf(service)).toEqual(['exhausted', 'exhausted']);
  });

  it('sends each hook once when two replay at the same time', async () => {
    const service = await withFailed(30);
    const { again, inLane, ids } = service;
    const { clock } = service;
    const replay = () => again().replayFailed({ ratePerSecond: 1_000 });
    const [[one, other]] = await Promise.all([
      Promise.all([replay(), replay()]),
      clock.advance(1_000),
    ]);
    expect(one.accepted + other.accepted).toBe(30);
    expect(
      inLane('acme')
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.sort());
  });

  it.each(['before', 'after'] as const)(
    'loses nothing where its process ends %s a call',
    async (when) => {
      for (let at = 1; ; at += 1) {
        const service = await withFailed(12);
        const { again, store, sqs, subscriptions, inLane, ids, clock } = service;
        const crash = createCrash(at, when);
        const ending = again({ store: crash.wrap(store), clients: { sqs: crash.wrap(sqs) } });
        const running = ending.replayFailed({ ratePerSecond: 1_000 }).catch((error: unknown) => {
          if (!(error instanceof CrashError)) throw error;
        });
        await Promise.all([running, clock.advance(60_000)]);
        await subscriptions.resumePublishing();
        const rest = subscriptions.replayFailed({ ratePerSecond: 1_000 });
        await Promise.all([rest, clock.advance(60_000)]);
        expect([...new Set(inLane('acme').map(({ id }) => id))].sort()).toEqual(ids.sort());
        expect(new Set(await statusesOf(service))).toEqual(new Set(['accepted']));
        if (!crash.isOver) {
          expect(at).toBeGreaterThan(8);
          return;
        }
      }
    },
  );

  it.each([
    { statuses: ['delivered'] },
    { statuses: [] },
    { ratePerSecond: 0 },
    { since: -1 },
    { signal: {} },
    { onProgress: 1 },
    { limit: 5 },
  ])('refuses options %j', async (options) => {
    const { subscriptions } = await createServiceUnderTest();
    await expect(subscriptions.replayFailed(options as object)).rejects.toThrow(
      codeIs('invalid_options'),
    );
  });
});
