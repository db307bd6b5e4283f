import { afterAll, describe, expect, it } from 'vitest';
import { startMoto } from '../../../../test/setup/moto.ts';
import { provisionPartner, updatePartner } from '../../src/index.ts';
import { crashAnywhere, troubleAnywhere } from './crash-anywhere.ts';

const moto = await startMoto();
afterAll(() => moto?.stop());

const work = {
  prepare: (options: Parameters<typeof provisionPartner>[1]) =>
    provisionPartner({ partnerId: 'acme', compute: { kind: 'lambda', alarms: true } }, options),
  run: ({ code: _, ...options }: Parameters<typeof provisionPartner>[1]) =>
    updatePartner(
      'acme',
      {
        policy: { schedule: 'patient', timeoutMs: 30_000 },
        compute: { memoryMb: 512, maximumConcurrency: 5, logRetentionDays: 90, alarms: false },
        retentionDays: 12,
      },
      options,
    ),
};

describe.skipIf(moto === undefined)('updatePartner, without moto skipped', () => {
  it('ends right when run again after a crash at any of its calls', async () => {
    expect(await crashAnywhere(moto?.endpoint ?? '', work)).toBeGreaterThan(30);
  }, 120_000);

  it('ends right although the answer to any of its calls is lost, or any of them is throttled', async () => {
    expect(await troubleAnywhere(moto?.endpoint ?? '', work)).toBeGreaterThan(10);
  }, 120_000);
});
