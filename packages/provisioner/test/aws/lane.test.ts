import { UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startMoto } from '../../../../test/setup/moto.ts';
import { uncheckedPatterns } from '../../../../test/setup/strict-aws/validate-call.ts';
import {
  deletePartner,
  describePartner,
  disablePartner,
  enablePartner,
  listPartners,
  measureRoom,
  planPartner,
  provisionPartner,
  provisionPlatform,
  readSecrets,
  rotateSecret,
  updateCode,
  updatePartner,
} from '../../src/index.ts';
import { createInstantClock } from './instant-clock.ts';
import { codeOf, openAccount, type StrictAccount } from './strict-account.ts';

const moto = await startMoto();
afterAll(() => moto?.stop());
const partner = { partnerId: 'acme', compute: { kind: 'lambda', alarms: true } } as const;
const reading = /^(Get|List|Describe)/;

describe.skipIf(moto === undefined)(
  'a lane on moto behind the strict proxy; without moto skipped',
  () => {
    let account: StrictAccount;

    beforeEach(async () => {
      account = await openAccount(moto?.endpoint ?? '');
    });

    afterEach(() => account[Symbol.asyncDispose]());

    it('makes no call that changes anything the second time', async () => {
      const { options, strict } = account;
      const first = await provisionPartner(partner, options);
      const before = strict.calls.length;
      expect(await provisionPartner(partner, options)).toEqual(first);
      const { stage: _, code: __, ...call } = options;
      await provisionPlatform({ stage: 'test' }, call);
      const again = strict.calls.slice(before);
      expect(again.length).toBeGreaterThan(20);
      expect(again.filter(({ operation }) => !reading.test(operation))).toEqual([]);
      expect((await planPartner(partner, options)).steps.every(({ kind }) => kind === 'keep')).toBe(
        true,
      );
    });

    it('sends nothing, in the whole life of a lane, that AWS would refuse', async () => {
      const { options, strict } = account;
      const { code: _, ...call } = options;
      await provisionPartner(partner, options);
      await updatePartner(
        'acme',
        { policy: { timeoutMs: 30_000 }, compute: { alarms: false } },
        call,
      );
      await rotateSecret('acme', call);
      await updateCode({ ...call, code: codeOf('exports.handler = async () => 2;') });
      await disablePartner('acme', { ...call, purge: true });
      await enablePartner('acme', call);
      await describePartner('acme', call);
      await measureRoom(call);
      await listPartners(call);
      await deletePartner('acme', call);
      expect(strict.calls.length).toBeGreaterThan(200);
      expect(strict.calls.filter(({ refusal }) => refusal !== undefined)).toEqual([]);
      // Java reads these, JavaScript does not: they are of values that Hooklane never sends.
      expect([...uncheckedPatterns]).toEqual([]);
    });

    it('waits while Lambda, IAM and mappings take their time', async () => {
      await account[Symbol.asyncDispose]();
      const clock = createInstantClock();
      const propagation = { roleMs: 12_000, functionMs: 8_000, mappingMs: 7_000 };
      account = await openAccount(moto?.endpoint ?? '', { clock, propagation });
      const { options, strict } = account;
      const { code: _, ...call } = options;
      await provisionPartner(partner, options);
      expect(strict.calls.some(({ refusal = '' }) => refusal.includes('cannot be assumed'))).toBe(
        true,
      );
      await updatePartner('acme', { compute: { memoryMb: 512 } }, call);
      expect(await describePartner('acme', call)).toMatchObject({ isEnabled: true, drift: [] });
      await deletePartner('acme', call);
      expect(await listPartners(call)).toEqual([]);
      await provisionPartner(partner, options);
      expect(
        strict.calls.some(({ refusal = '' }) => refusal.includes('QueueDeletedRecently')),
      ).toBe(true);
    });

    it('changes what it is told to, and describes what somebody else changed', async () => {
      const { options } = account;
      const { code: _, ...call } = options;
      await provisionPartner(partner, options);
      await updatePartner('acme', { policy: { concurrency: 3 }, compute: { memoryMb: 512 } }, call);
      const whole = {
        ...partner,
        policy: { concurrency: 3 },
        compute: { ...partner.compute, memoryMb: 512 },
      };
      expect((await planPartner(whole, options)).steps.every(({ kind }) => kind === 'keep')).toBe(
        true,
      );
      const { lambda } = account.clients;
      await lambda.send(
        new UpdateFunctionConfigurationCommand({
          FunctionName: 'hooklane-test-acme',
          MemorySize: 1_024,
        }),
      );
      const { drift } = await describePartner('acme', call);
      expect(drift.map(({ resource }) => resource)).toEqual(['function', 'live-alias']);
    });

    it('stays disabled until it is enabled, whoever provisions in between', async () => {
      const { options } = account;
      const { code: _, ...call } = options;
      await provisionPartner(partner, options);
      await disablePartner('acme', call);
      await provisionPartner({ ...partner, policy: { timeoutMs: 20_000 } }, options);
      expect(await describePartner('acme', call)).toMatchObject({ isEnabled: false, drift: [] });
      await enablePartner('acme', call);
      expect(await describePartner('acme', call)).toMatchObject({ isEnabled: true, drift: [] });
    });

    it('keeps the old secret beside the new one for its time', async () => {
      const { options, clock } = account;
      const { code: _, ...call } = options;
      await provisionPartner(partner, options);
      const [first] = await readSecrets('acme', call);
      const { secret, previousValidUntil } = await rotateSecret('acme', {
        ...call,
        overlapMs: 60_000,
      });
      expect(await readSecrets('acme', call)).toEqual([secret, first]);
      await clock.sleep(previousValidUntil - clock.now());
      expect(await readSecrets('acme', call)).toEqual([secret]);
    });

    it('takes a lane over from its function for a worker, and back', async () => {
      const { options, strict } = account;
      const { code: _, ...call } = options;
      await provisionPartner(partner, options);
      const secrets = await readSecrets('acme', call);
      const worker = { partnerId: 'acme', compute: { kind: 'worker' } } as const;
      expect(await provisionPartner(worker, options)).toMatchObject({
        compute: { kind: 'worker' },
      });
      const done = strict.calls.map(({ operation }) => operation);
      expect(done).toEqual(
        expect.arrayContaining(['DeleteEventSourceMapping', 'DeleteFunction', 'DeleteRole']),
      );
      expect(await readSecrets('acme', call)).toEqual(secrets);
      const lane = await provisionPartner(partner, options);
      expect(lane.compute.kind).toBe('lambda');
      expect((await planPartner(partner, options)).steps.every(({ kind }) => kind === 'keep')).toBe(
        true,
      );
    });
  },
);
