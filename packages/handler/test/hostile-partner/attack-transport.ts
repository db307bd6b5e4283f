import { setDefaultCACertificates } from 'node:tls';
import type { AttemptResult } from '@hooklane/core';
import { buildHook, createFakeClock } from '@hooklane/core/testing';
import { deliverHook } from '../../src/index.ts';
import { type HostileBehaviour, timeoutMs } from './behaviour.ts';
import type { StartedPartner } from './start-partner.ts';
import { egress, type TransportUnderAttack } from './transports.ts';

const secrets = {
  getSecrets: async (): Promise<readonly string[]> => ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
};

/** What came of the last hook. */
export interface Attacked {
  readonly result: AttemptResult;
  /** Timers left behind on the clock. */
  readonly sleeping: number;
}

/** Delivers the hooks of a behaviour; resolves once every connection is closed. */
export async function attackTransport(
  { create }: TransportUnderAttack,
  partner: StartedPartner,
  behaviour: HostileBehaviour,
): Promise<Attacked> {
  const { hooksBefore = 0, policy, body, trusted, endsAtDeadline } = behaviour;
  if (trusted !== undefined) setDefaultCACertificates([trusted]);
  const clock = createFakeClock();
  const transport = create({ clock, egress });
  const deliver = (hook: number): Promise<AttemptResult> =>
    deliverHook(buildHook({ id: `msg_${hook}`, url: partner.url, ...(body && { body }) }), {
      secrets,
      policy: { ...policy, timeoutMs },
      egress,
      transport,
      clock,
      random: () => 0.5,
    });

  for (let hook = 1; hook <= hooksBefore; hook += 1) {
    await deliver(hook);
    await letBytesArrive();
  }
  const attempt = deliver(hooksBefore + 1);
  if (endsAtDeadline) {
    await partner.stalled;
    await letBytesArrive();
    await clock.advance(timeoutMs);
  }
  const result = await attempt;
  partner.endAttempts();
  transport.close();
  await partner.whenLeft();
  return { result, sleeping: clock.sleeping };
}

/** What was written, or is within a few milliseconds, has then been read at the other end of the loopback. */
async function letBytesArrive(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 40));
  // On a busy machine those milliseconds may be over without a look at the sockets: each of these turns is one.
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
