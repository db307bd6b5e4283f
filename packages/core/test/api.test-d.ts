import { expectTypeOf, it } from 'vitest';
import {
  type Admission,
  type AttemptOutcome,
  type AttemptResult,
  type AttemptSpan,
  type BatchMetrics,
  type Breaker,
  type BreakerAfterAttemptOptions,
  type BreakerPolicy,
  type Clock,
  createHook,
  type DedupeClaim,
  type DedupeStore,
  decideNextStep,
  type Hook,
  type HookInput,
  HooklaneError,
  isHooklaneError,
  type LaneNames,
  type LogEntry,
  type Logger,
  type NextStep,
  type PartnerPolicy,
  type PartnerState,
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
  expectTypeOf<
    Extract<AttemptOutcome, { asksToDisable?: true }>['kind']
  >().toEqualTypeOf<'delivered'>();
  expectTypeOf<Extract<AttemptOutcome, { snippet?: string }>['kind']>().toEqualTypeOf<
    'delivered' | 'gone' | 'aborted' | 'refused'
  >();
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

it('gives each state of a breaker no more than its own fields', () => {
  type State<Kind extends Breaker['kind']> = keyof Extract<Breaker, { kind: Kind }>;
  expectTypeOf<Breaker['kind']>().toEqualTypeOf<'closed' | 'open' | 'half-open'>();
  expectTypeOf<State<'closed'>>().toEqualTypeOf<'kind' | 'failures'>();
  expectTypeOf<State<'open'>>().toEqualTypeOf<'kind' | 'openedAt' | 'probeAt'>();
  expectTypeOf<State<'half-open'>>().toEqualTypeOf<'kind' | 'openedAt' | 'probeAt' | 'giveUpAt'>();
});

it('does not let an attempt be reported that was told to wait', () => {
  expectTypeOf<Admission['kind']>().toEqualTypeOf<'go' | 'probe' | 'wait'>();
  expectTypeOf<BreakerAfterAttemptOptions['admission']['kind']>().toEqualTypeOf<'go' | 'probe'>();
});

it('tells the status of a claim only when the partner has the hook', () => {
  expectTypeOf<DedupeClaim['kind']>().toEqualTypeOf<'claimed' | 'busy' | 'delivered'>();
  expectTypeOf<Extract<DedupeClaim, { status: number }>['kind']>().toEqualTypeOf<'delivered'>();
  expectTypeOf<ReturnType<DedupeStore['claim']>>().toEqualTypeOf<Promise<DedupeClaim>>();
});

it('takes console as a logger, and loggers that also take a message alone', () => {
  interface ObjectFirstLog {
    (fields: object, message?: string, ...rest: unknown[]): void;
    (message: string, ...rest: unknown[]): void;
  }
  expectTypeOf<Console>().toExtend<Logger>();
  expectTypeOf<{
    info: ObjectFirstLog;
    warn: ObjectFirstLog;
    error: ObjectFirstLog;
  }>().toExtend<Logger>();
  expectTypeOf<{ message: string; status: number; isLast: boolean }>().toExtend<LogEntry>();
  expectTypeOf<{ status: number }>().not.toExtend<LogEntry>();
  expectTypeOf<{ message: string; hook: Hook }>().not.toExtend<LogEntry>();
});

it('counts, and names no hook, in metrics', () => {
  expectTypeOf<BatchMetrics[Exclude<keyof BatchMetrics, 'partnerId'>]>().toEqualTypeOf<
    number | readonly number[]
  >();
});

it('ends spans with a result or without', () => {
  expectTypeOf<Parameters<AttemptSpan['end']>>().toEqualTypeOf<
    [result?: AttemptResult | undefined]
  >();
});

it('knows three states of a partner', () => {
  expectTypeOf<PartnerState>().toEqualTypeOf<'active' | 'disabled' | 'deleted'>();
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
