import { setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { behaviours } from './hostile-partner/all-behaviours.ts';
import { attackTransport } from './hostile-partner/attack-transport.ts';
import { whileBusy } from './hostile-partner/reuse.ts';
import {
  type DeliveringProcess,
  startDeliveringProcess,
} from './hostile-partner/start-delivering-process.ts';
import { startPartner } from './hostile-partner/start-partner.ts';
import { transports } from './hostile-partner/transports.ts';

afterEach(() => setDefaultCACertificates([]));

describe.each(transports)('over $name, a partner that', (transport) => {
  const expected = behaviours.filter(({ name }) => !transport.except?.includes(name));
  it.each(expected)('$name', async (behaviour) => {
    await using partner = await startPartner(behaviour);
    const { result, sleeping } = await attackTransport(transport, partner, behaviour);
    const { outcome, next, hooksBefore = 0, connections = hooksBefore + 1 } = behaviour;
    expect(result.outcome).toEqual(typeof outcome === 'function' ? outcome(partner) : outcome);
    expect(result.next).toEqual(
      next === 'finish'
        ? { kind: 'finish' }
        : { kind: 'requeue', attempt: 2, dueAt: result.startedAt + next.dueInMs },
    );
    // One POST for each hook, and no request anywhere else.
    expect(partner.connections).toBe(connections);
    expect(partner.requests).toBeLessThanOrEqual(hooksBefore + 1);
    expect(partner.canaryConnections).toBe(0);
    expect(sleeping).toBe(0);
  });
});

describe.each(transports)('a process that delivers over $name', ({ name: transportName }) => {
  const timeoutMs = 2_000;
  let delivering: DeliveringProcess;
  beforeAll(async () => {
    delivering = startDeliveringProcess();
    // What the first hook loads is not the partner's doing.
    await delivering.deliver({ transportName, url: 'http://127.0.0.1:9/', timeoutMs });
  });
  afterAll(() => delivering[Symbol.asyncDispose]());

  const heavy = behaviours.flatMap((behaviour) =>
    behaviour.mostMiB === undefined ? [] : [{ ...behaviour, mostMiB: behaviour.mostMiB }],
  );
  it.each(heavy)('grows by at most $mostMiB MiB when a partner $name', async (behaviour) => {
    await using partner = await startPartner(behaviour);
    const { outcome, grownBytes } = await delivering.deliver({
      transportName,
      url: partner.url,
      timeoutMs: behaviour.endsAtDeadline ? 300 : timeoutMs,
    });
    expect(outcome).toEqual(behaviour.outcome);
    expect(grownBytes).toBeLessThan(behaviour.mostMiB * 1_048_576);
  });

  it.each(whileBusy)('was busy while a partner $name', async (behaviour) => {
    await using partner = await startPartner(behaviour);
    const order = { transportName, url: partner.url, timeoutMs, busyMs: 100 };
    const { outcome } = await delivering.deliver(order);
    expect(outcome).toEqual(behaviour.outcome);
    expect(partner.requests).toBe(2);
  });
});
