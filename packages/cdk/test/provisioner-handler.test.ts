import { createFakeClock } from '@hooklane/core/testing';
import { provisionPlatform } from '@hooklane/provisioner';
import { createMemorySqs } from '@hooklane/queue/testing';
import { describe, expect, it } from 'vitest';
import { readStageVariable } from '../src/lambda/provisioner-environment.ts';
import {
  createProvisionerHandler,
  type ProvisionerHandler,
} from '../src/lambda/provisioner-handler.ts';

const partner = { partnerId: 'acme', compute: { kind: 'worker' } };

async function createHandler(): Promise<ProvisionerHandler> {
  const clock = createFakeClock();
  const call = { clients: { sqs: createMemorySqs({ clock }) }, clock, quotas: false };
  await provisionPlatform({ stage: 'test', compute: { kind: 'worker' } }, call);
  return createProvisionerHandler({ stage: 'test', ...call });
}

describe('the provisioner’s function', () => {
  it('provisions a lane, says how it is doing, pauses it, resumes it and deletes it', async () => {
    const handler = await createHandler();
    expect(await handler({ action: 'provision', partner })).toMatchObject({
      partnerId: 'acme',
      queueArn: 'arn:aws:sqs:us-east-1:123456789012:hooklane-test-acme',
    });
    expect(await handler({ action: 'disable', partnerId: 'acme' })).toBe(null);
    const describe = { action: 'describe', partnerId: 'acme' };
    expect(await handler(describe)).toMatchObject({ isEnabled: false, deadLetters: 0 });
    expect(await handler({ action: 'enable', partnerId: 'acme' })).toBe(null);
    expect(await handler(describe)).toMatchObject({ isEnabled: true });
    expect(await handler({ action: 'delete', partnerId: 'acme', force: true })).toBe(null);
    await expect(handler(describe)).rejects.toMatchObject({ name: 'lane_missing' });
  });

  it.each([
    [undefined, 'must be an object. Received: undefined'],
    [{}, 'action must be one of provision, delete, disable, enable, describe'],
    [{ action: 'toString', partner }, 'Received: "toString"'],
    [{ action: 'disable', partnerId: 'acme', purge: true }, 'disable has no field "purge"'],
  ])('refuses the request %j, with the code for a name', async (request, shown) => {
    const handler = await createHandler();
    await expect(handler(request)).rejects.toMatchObject({
      name: 'invalid_options',
      message: expect.stringContaining(shown),
    });
  });

  it('leaves it to the provisioner to judge a partner', async () => {
    const handler = await createHandler();
    const request = { action: 'provision', partner: { ...partner, partnerId: 'Acme' } };
    await expect(handler(request)).rejects.toMatchObject({ name: 'invalid_partner_id' });
  });

  it('does not start without its stage', () => {
    expect(readStageVariable({ HOOKLANE_STAGE: 'prod' })).toBe('prod');
    expect(() => readStageVariable({ HOOKLANE_STAGE: '' })).toThrow('HOOKLANE_STAGE is not set');
  });
});
