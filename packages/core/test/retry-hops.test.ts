import { describe, expect, it } from 'vitest';
import {
  type AttemptOutcome,
  decideNextStep,
  delaySeconds,
  holdSeconds,
  maxReceiveCount,
  parsePartnerPolicy,
} from '../src/index.ts';

const failed: AttemptOutcome = { kind: 'refused', status: 503 };
const hourMs = 3_600_000;

describe('a hook that fails until its schedule is used up', () => {
  // A gap of up to 15 minutes takes one receive, of up to 12 hours and ten minutes two, of a day three.
  it.each([
    ['patient', 0, 18],
    ['patient', 0.5, 19],
    ['patient', 0.999, 19],
    ['standard', 0, 20],
    ['standard', 0.5, 20],
    ['standard', 0.999, 20],
  ] as const)('takes on %s, at random %d, %d receives', (schedule, random, receives) => {
    const policy = parsePartnerPolicy({ schedule });
    const way = followHook(policy, random);
    expect(way.attempts).toHaveLength(policy.schedule.length + 1);
    expect(way.receives).toBe(receives);
    expect(way.receives).toBeLessThanOrEqual(20);
    expect(way.mostReceivesOfAMessage).toBeLessThan(maxReceiveCount(policy));
    for (const { dueAt, startedAt } of way.attempts) {
      expect(startedAt).toBeGreaterThanOrEqual(dueAt);
      expect(startedAt - dueAt).toBeLessThanOrEqual(2_000);
    }
  });

  it.each([
    ['patient', 72],
    ['standard', 75.5],
  ] as const)('is tried on %s over %d hours', (schedule, hours) => {
    const last = followHook(parsePartnerPolicy({ schedule }), 0).attempts.at(-1);
    expect(last?.startedAt).toBeGreaterThanOrEqual(hours * hourMs);
    expect(last?.startedAt).toBeLessThan((hours + 0.25) * hourMs);
  });
});

interface Attempt {
  readonly dueAt: number;
  readonly startedAt: number;
}

interface Way {
  readonly attempts: readonly Attempt[];
  readonly receives: number;
  readonly mostReceivesOfAMessage: number;
}

/** How long each POST takes, and the batch around it from the receive to SQS's answer to a request. */
const postMs = 7_350;
const batchMs = 120;

/** Follows a hook through its lane, from the publish at 0, on a clock that SQS and the handler share. */
function followHook(policy: ReturnType<typeof parsePartnerPolicy>, random: number): Way {
  const attempts: Attempt[] = [];
  let receives = 0;
  let mostReceivesOfAMessage = 0;
  let visibleAt = 0;
  let dueAt = 0;
  for (let attempt = 1; ; attempt += 1) {
    let receivesOfMessage = 1;
    let now = visibleAt;
    while (now < dueAt) {
      const seconds = holdSeconds(dueAt, now + batchMs, now);
      now += batchMs + seconds * 1_000;
      receivesOfMessage += 1;
    }
    receives += receivesOfMessage;
    mostReceivesOfAMessage = Math.max(mostReceivesOfAMessage, receivesOfMessage);
    const startedAt = now + batchMs;
    attempts.push({ dueAt, startedAt });
    now = startedAt + postMs;
    const step = decideNextStep(failed, {
      attempt,
      startedAt,
      now,
      policy,
      random: () => random,
    });
    if (step.kind !== 'requeue') return { attempts, receives, mostReceivesOfAMessage };
    dueAt = step.dueAt;
    // The delay is counted when it is asked for, and begins when SQS takes the message.
    visibleAt = now + batchMs + delaySeconds(dueAt, now) * 1_000;
  }
}
