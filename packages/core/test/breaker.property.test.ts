import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Admission,
  type AttemptOutcome,
  admitHook,
  type Breaker,
  type BreakerPolicy,
  breakerAfterAttempt,
  closedBreaker,
} from '../src/index.ts';

const hour = 3_600_000;
const failed: AttemptOutcome = { kind: 'unanswered', code: 'reset' };
const delivered: AttemptOutcome = { kind: 'delivered', status: 200 };
const probeTimeoutMs = 15_000;
const policies = fc.record({
  failures: fc.integer({ min: 1, max: 4 }),
  probeMs: fc.oneof(
    fc.integer({ min: 1_000, max: 30_000 }),
    fc.integer({ min: 30_000, max: hour }),
  ),
});

/** What happens in a lane: time passes, a hook asks to go out, one of those under way ends or is lost. */
type Step =
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'ask'; readonly random: number }
  | { readonly kind: 'end'; readonly which: number; readonly outcome: AttemptOutcome | undefined }
  | { readonly kind: 'lose'; readonly which: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.oneof(fc.nat(2_000), fc.nat(120_000), fc.nat(2 * hour)),
    }),
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('ask' as const),
        random: fc.double({ min: 0, max: 0.999, noNaN: true }),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('end' as const),
        which: fc.nat(),
        outcome: fc.oneof(
          { weight: 6, arbitrary: fc.constant(failed) },
          fc.constantFrom(delivered, undefined),
        ),
      }),
    },
    fc.record({ kind: fc.constant('lose' as const), which: fc.nat() }),
  ),
  // By default arrays stay far shorter than a breaker needs to open and to probe.
  { maxLength: 120, size: 'max' },
);

type Going = Exclude<Admission, { kind: 'wait' }>;

/** What the breaker of a lane must do, told without its states. */
interface Model {
  failures: number;
  /** Since when the partner counts as down. */
  downSince: number | undefined;
  /** The latest probe that nobody has heard of yet. */
  probe: Going | undefined;
  /** Before this no probe may go out; from then on the first that asks is one. */
  nextProbeAt: number;
}

describe('a breaker, with any attempts under way and in any order', () => {
  it('follows the model', () => {
    fc.assert(fc.property(policies, steps, followModel), { numRuns: 1_000 });
  });

  it('waits no longer than a probe takes when its clock was set back', () => {
    const clockSteps = fc.array(fc.integer({ min: -100 * hour, max: 2 * hour }), { maxLength: 8 });
    fc.assert(
      fc.property(policies, steps, clockSteps, (policy, sequence, jumps) => {
        let breaker = stateAfter(policy, sequence);
        let now = 1_000 * hour;
        const admit = (): Admission => {
          const options = { policy, now, random: () => 0.999, probeTimeoutMs };
          const admitted = admitHook(breaker, options);
          breaker = admitted.breaker;
          return admitted.admission;
        };
        for (const jump of jumps) {
          now += jump;
          const admission = admit();
          if (admission.kind !== 'wait') continue;
          expect(admission.until - now).toBeGreaterThan(0);
          expect(admission.until - now).toBeLessThanOrEqual(policy.probeMs + hour + 1);
        }
        now -= 500 * hour;
        admit();
        now += Math.max(policy.probeMs, probeTimeoutMs);
        expect(admit().kind).not.toBe('wait');
      }),
    );
  });
});

function followModel(policy: BreakerPolicy, sequence: readonly Step[]): void {
  const model: Model = { failures: 0, downSince: undefined, probe: undefined, nextProbeAt: 0 };
  const underWay: Going[] = [];
  let breaker: Breaker = closedBreaker;
  let now = 0;
  for (const step of sequence) {
    switch (step.kind) {
      case 'pass':
        now += step.ms;
        break;
      case 'ask': {
        const options = { policy, now, random: () => step.random, probeTimeoutMs };
        const admitted = admitHook(breaker, options);
        breaker = admitted.breaker;
        if (admitted.admission.kind !== 'wait') underWay.push(admitted.admission);
        checkAdmission(model, admitted.admission, policy, now);
        break;
      }
      case 'end': {
        const [admission] = underWay.splice(step.which % Math.max(1, underWay.length), 1);
        if (admission === undefined) break;
        const { outcome } = step;
        breaker = breakerAfterAttempt(breaker, outcome, { policy, now, admission });
        learn(model, { outcome, admission, policy, now });
        expect(breaker.kind === 'closed').toBe(model.downSince === undefined);
        break;
      }
      case 'lose':
        underWay.splice(step.which % Math.max(1, underWay.length), 1);
        break;
      default:
        step satisfies never;
    }
  }
}

function checkAdmission(
  model: Model,
  admission: Admission,
  policy: BreakerPolicy,
  now: number,
): void {
  if (model.downSince === undefined) {
    expect(admission).toEqual({ kind: 'go' });
    return;
  }
  if (now >= model.nextProbeAt) {
    expect(admission).toEqual({ kind: 'probe', probeAt: now });
    model.probe = admission.kind === 'probe' ? admission : undefined;
    model.nextProbeAt = now + Math.max(policy.probeMs, probeTimeoutMs);
    return;
  }
  if (admission.kind !== 'wait') throw new Error(`Went out too early: ${admission.kind}`);
  // While a probe is out, the next one is that after its failure.
  const nextProbeAt = model.probe === undefined ? model.nextProbeAt : now + policy.probeMs;
  expect(admission.until).toBeGreaterThan(now);
  expect(admission.until).toBeGreaterThanOrEqual(nextProbeAt);
  const latest = nextProbeAt + Math.min(now - model.downSince, hour);
  expect(admission.until).toBeLessThanOrEqual(Math.ceil(latest));
}

function learn(
  model: Model,
  ended: {
    readonly outcome: AttemptOutcome | undefined;
    readonly admission: Going;
    readonly policy: BreakerPolicy;
    readonly now: number;
  },
): void {
  const { outcome, admission, policy, now } = ended;
  if (outcome === delivered) {
    Object.assign(model, { failures: 0, downSince: undefined, probe: undefined });
    return;
  }
  if (model.downSince === undefined) {
    if (outcome === failed) model.failures += 1;
    if (model.failures < policy.failures) return;
    Object.assign(model, { downSince: now, nextProbeAt: now + policy.probeMs });
    return;
  }
  if (admission !== model.probe) return;
  model.probe = undefined;
  model.nextProbeAt = outcome === failed ? now + policy.probeMs : now;
}

/** The breaker of a lane after these steps, each attempt ending before the next begins. */
function stateAfter(policy: BreakerPolicy, sequence: readonly Step[]): Breaker {
  let breaker: Breaker = closedBreaker;
  let now = 1_000 * hour;
  for (let failures = 0; failures < policy.failures; failures += 1) {
    const admission = { kind: 'go' } as const;
    breaker = breakerAfterAttempt(breaker, failed, { policy, now, admission });
  }
  for (const step of sequence) {
    if (step.kind === 'pass') now += step.ms;
    const options = { policy, now, random: () => 0, probeTimeoutMs };
    breaker = admitHook(breaker, options).breaker;
  }
  return breaker;
}
