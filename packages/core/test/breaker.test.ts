import { describe, expect, it } from 'vitest';
import {
  type AttemptOutcome,
  admitHook,
  type Breaker,
  type BreakerAfterAttemptOptions,
  breakerAfterAttempt,
  closedBreaker,
} from '../src/index.ts';

const policy = { failures: 3, probeMs: 60_000 };
const now = 1_000_000;
const hour = 3_600_000;
const failed: AttemptOutcome = { kind: 'unanswered', code: 'timeout' };
const delivered: AttemptOutcome = { kind: 'delivered', status: 200 };
const open: Breaker = { kind: 'open', openedAt: now, probeAt: now + 60_000 };

const admit = (breaker: Breaker, at: number, random = 0) =>
  admitHook(breaker, { policy, now: at, random: () => random, probeTimeoutMs: 15_000 });
const stateAfter = (
  breaker: Breaker,
  outcome: AttemptOutcome | undefined,
  at = now,
  admission: BreakerAfterAttemptOptions['admission'] = { kind: 'go' },
): Breaker => breakerAfterAttempt(breaker, outcome, { policy, now: at, admission });

describe('a closed breaker', () => {
  it('lets every hook go', () => {
    expect(admit(closedBreaker, now)).toEqual({
      admission: { kind: 'go' },
      breaker: closedBreaker,
    });
  });

  it('opens after so many failures in a row', () => {
    const twice = stateAfter(stateAfter(closedBreaker, failed), failed);
    expect(twice).toEqual({ kind: 'closed', failures: 2 });
    expect(stateAfter(twice, failed)).toEqual(open);
  });

  it('counts anew after a success', () => {
    expect(stateAfter({ kind: 'closed', failures: 2 }, delivered)).toEqual(closedBreaker);
  });

  it.each<[string, AttemptOutcome, number]>([
    ['429', { kind: 'refused', status: 429 }, 3],
    ['500', { kind: 'refused', status: 500 }, 3],
    ['no answer', { kind: 'unanswered', code: 'dns' }, 3],
    ['404', { kind: 'refused', status: 404 }, 0],
    ['a redirect', { kind: 'refused', status: 302 }, 0],
    ['410', { kind: 'gone', status: 410 }, 0],
    ['an aborted hook', { kind: 'aborted', status: 500 }, 0],
    ['a blocked address', { kind: 'unanswered', code: 'blocked_address' }, 2],
    ['a rejected hook', { kind: 'rejected', code: 'invalid_url' }, 2],
    ['an unsigned hook', { kind: 'unsigned', code: 'secret_missing' }, 2],
    ['a discarded hook', { kind: 'discarded', code: 'partner_deleted' }, 2],
  ])('after two failures and %s counts so many', (_, outcome, failures) => {
    const next = stateAfter({ kind: 'closed', failures: 2 }, outcome);
    expect(next.kind === 'closed' ? next.failures : 3).toBe(failures);
  });
});

describe('an open breaker', () => {
  it('makes hooks wait until the next probe', () => {
    expect(admit(open, now + 59_999)).toEqual({
      admission: { kind: 'wait', until: now + 60_000 },
      breaker: open,
    });
  });

  it('spreads hooks that wait over as long as the partner has been down', () => {
    const long: Breaker = { kind: 'open', openedAt: now - 600_000, probeAt: now + 10_000 };
    // Half of ten minutes after the probe is 1,310,000; the next shared moment is that.
    expect(admit(long, now, 0.5).admission).toEqual({ kind: 'wait', until: 1_320_000 });
  });

  it('spreads them over an hour at most', () => {
    const endless: Breaker = { kind: 'open', openedAt: 0, probeAt: 100 * hour + 1 };
    expect(admit(endless, 100 * hour, 1).admission).toEqual({
      kind: 'wait',
      until: 101 * hour,
    });
  });

  it('lets one hook go as a probe when it is time, and no other', () => {
    const probing = admit(open, now + 60_000);
    expect(probing).toEqual({
      admission: { kind: 'probe', probeAt: now + 60_000 },
      breaker: {
        kind: 'half-open',
        openedAt: now,
        probeAt: now + 60_000,
        giveUpAt: now + 120_000,
      },
    });
    expect(admit(probing.breaker, now + 60_001).admission).toEqual({
      kind: 'wait',
      until: now + 125_000,
    });
  });

  it('is not moved by failures of attempts that were on their way', () => {
    expect(stateAfter(open, failed, now + 30_000)).toEqual(open);
  });

  it('closes when one of them succeeds', () => {
    expect(stateAfter(open, delivered)).toEqual(closedBreaker);
  });

  it('waits for its next probe no longer than an interval after the clock was set back', () => {
    const early = now - 24 * hour;
    const { admission, breaker } = admit(open, early);
    expect(admission).toEqual({ kind: 'wait', until: early + 60_000 });
    expect(admit(breaker, early + 60_000).admission.kind).toBe('probe');
  });
});

describe('a half-open breaker', () => {
  const probe = { kind: 'probe', probeAt: now + 60_000 } as const;
  const halfOpen: Breaker = {
    kind: 'half-open',
    openedAt: now,
    probeAt: now + 60_000,
    giveUpAt: now + 120_000,
  };

  it('closes when the probe succeeds', () => {
    expect(stateAfter(halfOpen, delivered, now + 61_000, probe)).toEqual(closedBreaker);
  });

  it('opens again when the probe fails, since the same time', () => {
    expect(stateAfter(halfOpen, failed, now + 75_000, probe)).toEqual({
      kind: 'open',
      openedAt: now,
      probeAt: now + 135_000,
    });
  });

  it.each([[undefined], [{ kind: 'unsigned', code: 'secret_missing' } as const]])(
    'lets the next hook be the probe when the probe told nothing: %o',
    (outcome) => {
      const next = stateAfter(halfOpen, outcome, now + 75_000, probe);
      expect(admit(next, now + 75_000).admission.kind).toBe('probe');
    },
  );

  it.each([[failed], [undefined]])(
    'keeps waiting for its probe when an attempt ends that was on its way before: %o',
    (outcome) => {
      expect(stateAfter(halfOpen, outcome, now + 61_000)).toEqual(halfOpen);
    },
  );

  it.each([[failed], [undefined]])(
    'keeps waiting for its probe when an earlier one ends that was given up: %o',
    (outcome) => {
      const given = { kind: 'probe', probeAt: now } as const;
      expect(stateAfter(halfOpen, outcome, now + 61_000, given)).toEqual(halfOpen);
    },
  );

  it('closes when an attempt succeeds that was on its way before', () => {
    expect(stateAfter(halfOpen, delivered, now + 61_000)).toEqual(closedBreaker);
  });

  it('gives up a probe of which nothing is heard', () => {
    expect(admit(halfOpen, now + 119_999).admission.kind).toBe('wait');
    expect(admit(halfOpen, now + 120_000).admission.kind).toBe('probe');
  });

  it('gives a probe that takes longer than the interval its time', () => {
    const quick = { failures: 1, probeMs: 1_000 };
    const options = { policy: quick, random: () => 0, probeTimeoutMs: 15_000 };
    const { breaker } = admitHook(open, { ...options, now: now + 60_000 });
    const asked = (at: number) => admitHook(breaker, { ...options, now: at }).admission;
    expect(asked(now + 74_999)).toEqual({ kind: 'wait', until: now + 80_000 });
    expect(asked(now + 75_000).kind).toBe('probe');
  });

  it('gives a probe up in time after the clock was set back', () => {
    const early = now - 24 * hour;
    const { admission, breaker } = admit(halfOpen, early);
    expect(admission).toEqual({ kind: 'wait', until: early + 60_000 });
    expect(admit(breaker, early + 60_000).admission.kind).toBe('probe');
  });
});
