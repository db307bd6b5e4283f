import { SQSClient } from '@aws-sdk/client-sqs';
import { createFakeClock } from '@hooklane/core/testing';
import { expectTypeOf, it } from 'vitest';
import {
  deletePartner,
  type Lane,
  type LanePlan,
  listPartners,
  type PartnerConfig,
  type PlanStep,
  type Platform,
  type ProgressEvent,
  planPartner,
  provisionPartner,
  provisionPlatform,
} from '../src/index.ts';

const partner: PartnerConfig = { partnerId: 'acme', compute: { kind: 'worker' } };

it('takes a client of the SDK and a clock as they are', () => {
  const options = { stage: 'test', clients: { sqs: new SQSClient() }, clock: createFakeClock() };
  expectTypeOf(provisionPartner(partner, options)).resolves.toEqualTypeOf<Lane>();
  expectTypeOf(planPartner(partner, options)).resolves.toEqualTypeOf<LanePlan>();
  expectTypeOf(listPartners(options)).resolves.toEqualTypeOf<readonly Lane[]>();
  expectTypeOf(deletePartner('acme', { ...options, force: true })).resolves.toEqualTypeOf<void>();
});

it('needs a stage for what is a partner’s, and none beside that of the platform', () => {
  expectTypeOf(provisionPlatform({ stage: 'test' })).resolves.toEqualTypeOf<Platform>();
  // @ts-expect-error: no stage
  expectTypeOf(provisionPartner(partner, {})).resolves.toEqualTypeOf<Lane>();
  // @ts-expect-error: no options
  expectTypeOf(listPartners()).resolves.toEqualTypeOf<readonly Lane[]>();
});

it('takes no option that it does not know', () => {
  // @ts-expect-error: force belongs to deletePartner
  expectTypeOf(listPartners({ stage: 'test', force: true })).resolves.toEqualTypeOf<
    readonly Lane[]
  >();
});

it('takes undefined for what may be left out', () => {
  expectTypeOf<{
    partnerId: string;
    compute: { kind: 'worker' };
    policy: undefined;
    retentionDays: undefined;
  }>().toExtend<PartnerConfig>();
});

it('tells its unions apart by kind', () => {
  expectTypeOf<PlanStep['kind']>().toEqualTypeOf<'keep' | 'create' | 'update' | 'remove'>();
  expectTypeOf<Extract<ProgressEvent, { kind: 'waiting' }>['waitMs']>().toEqualTypeOf<number>();
  expectTypeOf<Extract<ProgressEvent, { kind: 'updated' }>['changed']>().toEqualTypeOf<
    readonly string[]
  >();
});
