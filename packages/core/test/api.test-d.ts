import { expectTypeOf, it } from 'vitest';
import {
  type AttemptOutcome,
  type AttemptResult,
  type BreakerPolicy,
  type Clock,
  createHook,
  decideNextStep,
  type Hook,
  type HookInput,
  HooklaneError,
  isHooklaneError,
  type LaneNames,
  type NextStep,
  type PartnerPolicy,
  parsePartnerPolicy,
  type ResolvedPartnerPolicy,
  type RetrySchedulePreset,
  systemClock,
} from '../src/index.ts';
import { createFakeClock } from '../src/testing.ts';

it('has the body of a hook as text, and takes text or bytes', () => {
  expectTypeOf<Hook['body']>().toEqualTypeOf<string>();
  expectTypeOf<HookInput['body']>().toEqualTypeOf<string | Uint8Array>();
  expectTypeOf<Hook>().toExtend<HookInput>();
  expectTypeOf(createHook).returns.toEqualTypeOf<Hook>();
});

it('does not let a hook be changed', () => {
  const hook = {} as Hook;
  // @ts-expect-error: read only
  hook.body = '';
});

it('fills in every field of a policy', () => {
  expectTypeOf<keyof ResolvedPartnerPolicy>().toEqualTypeOf<keyof PartnerPolicy>();
  expectTypeOf<ResolvedPartnerPolicy['breaker']>().toEqualTypeOf<BreakerPolicy | undefined>();
  expectTypeOf<ResolvedPartnerPolicy['schedule']>().toEqualTypeOf<readonly number[]>();
  expectTypeOf(parsePartnerPolicy).returns.toEqualTypeOf<ResolvedPartnerPolicy>();
  expectTypeOf<RetrySchedulePreset>().toEqualTypeOf<'standard' | 'patient'>();
});

it('gives each outcome no more than its own fields', () => {
  expectTypeOf<AttemptOutcome['kind']>().toEqualTypeOf<
    | 'delivered'
    | 'gone'
    | 'aborted'
    | 'refused'
    | 'unanswered'
    | 'rejected'
    | 'unsigned'
    | 'discarded'
  >();
  expectTypeOf<Extract<AttemptOutcome, { kind: 'delivered' }>>().not.toHaveProperty('retryAfterMs');
  expectTypeOf<Extract<AttemptOutcome, { kind: 'unanswered' }>>().not.toHaveProperty('status');
});

it('gives each next step no more than its own fields', () => {
  expectTypeOf(decideNextStep).returns.toEqualTypeOf<NextStep>();
  expectTypeOf<Extract<NextStep, { kind: 'finish' }>>().toEqualTypeOf<{
    readonly kind: 'finish';
  }>();
  expectTypeOf<Extract<NextStep, { kind: 'bury' }>['reason']>().toEqualTypeOf<
    'exhausted' | 'rejected'
  >();
});

it('has neither body nor signature in a result', () => {
  expectTypeOf<AttemptResult>().not.toHaveProperty('body');
  expectTypeOf<AttemptResult>().not.toHaveProperty('url');
  expectTypeOf<AttemptResult>().not.toHaveProperty('signature');
});

it('keeps the code of an error as a literal', () => {
  expectTypeOf(new HooklaneError('invalid_url', 'x').code).toEqualTypeOf<'invalid_url'>();
  const error = {} as unknown;
  if (isHooklaneError(error, 'invalid_url')) {
    expectTypeOf(error).toEqualTypeOf<HooklaneError<'invalid_url'>>();
  }
  if (isHooklaneError(error)) expectTypeOf(error.code).toEqualTypeOf<string>();
});

it('has clocks that are clocks', () => {
  expectTypeOf(systemClock).toEqualTypeOf<Clock>();
  expectTypeOf(createFakeClock()).toExtend<Clock>();
});

it('names functions, roles and queues as text', () => {
  expectTypeOf<LaneNames[keyof LaneNames]>().toEqualTypeOf<string>();
});
