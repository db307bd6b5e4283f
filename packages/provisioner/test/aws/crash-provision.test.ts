import { afterAll, describe, expect, it } from 'vitest';
import { startMoto } from '../../../../test/setup/moto.ts';
import { provisionPartner } from '../../src/index.ts';
import { crashAnywhere, troubleAnywhere } from './crash-anywhere.ts';

const moto = await startMoto();
afterAll(() => moto?.stop());

const work = {
  run: (options: Parameters<typeof provisionPartner>[1]) =>
    provisionPartner({ partnerId: 'acme', compute: { kind: 'lambda', alarms: true } }, options),
};

describe.skipIf(moto === undefined)('provisionPartner, without moto skipped', () => {
  it('ends right when run again after a crash at any of its calls', async () => {
    expect(await crashAnywhere(moto?.endpoint ?? '', work)).toBeGreaterThan(45);
  }, 120_000);

  it('ends right although the answer to any of its calls is lost, or any of them is throttled', async () => {
    expect(await troubleAnywhere(moto?.endpoint ?? '', work)).toBeGreaterThan(30);
  }, 120_000);
});
