import { silentLogger } from '@hooklane/core';
import { type Local, startLocal } from '@hooklane/local';
import type { EndpointNotice } from '@hooklane/subscriptions';
import { describe, expect, it } from 'vitest';
import { startPartnerServer } from './support/partner-server.ts';
import { createTemporaryDirectory } from './support/temporary-directory.ts';

const start = (dataDir: string, onNotice?: (notice: EndpointNotice) => Promise<void>) =>
  startLocal({ dataDir, logger: silentLogger, onNotice });

describe('the subscriptions of a local system', () => {
  it('provision a lane, fan an event out, and keep what became of it', async () => {
    using directory = createTemporaryDirectory();
    await using local = await start(directory.path);
    const partners = ['acme', 'globex', 'initech'];
    await using server = await startPartnerServer({ secret: () => secretOf(local, 'acme') });
    for (const partnerId of partners) {
      const types = partnerId === 'initech' ? ['invoice.*'] : ['transfer.*'];
      const url = partnerId === 'acme' ? server.url : 'http://127.0.0.1:9/';
      await local.subscriptions.subscribe({ partnerId, url, types });
    }
    expect(local.partnerIds).toEqual(partners);
    const event = { type: 'transfer.created', data: { amount: 12 } };
    const { hooks } = await local.subscriptions.publishEvent(event);
    expect(hooks.map(({ partnerId, kind }) => [partnerId, kind])).toEqual([
      ['acme', 'accepted'],
      ['globex', 'accepted'],
    ]);
    await server.hasReceived(1);
    const [first, second] = hooks.map(({ hookId }) => hookId);
    expect(server.received).toEqual([first]);
    await until(async () => (await statusOf(local, first)) === 'delivered');
    await until(async () => (await statusOf(local, second)) === 'retrying');
    const [subscription] = await local.subscriptions.list({ partnerId: 'globex' });
    expect(await local.subscriptions.health(subscription?.id ?? '')).toMatchObject({ failures: 1 });
    expect((await local.subscriptions.undelivered()).hooks).toHaveLength(1);
  });

  it('leave the policy of a partner that is there as it is', async () => {
    using directory = createTemporaryDirectory();
    await using local = await start(directory.path);
    await local.addPartner('acme', { concurrency: 3 });
    await subscribe(local, 'http://127.0.0.1:9/');
    expect(local.policyOf('acme')).toEqual({ concurrency: 3 });
  });

  it('stop deliveries to an endpoint that says 410, keep its hooks over a restart, and go on', async () => {
    using directory = createTemporaryDirectory();
    const notices: EndpointNotice[] = [];
    const first = await start(directory.path, async (notice) => void notices.push(notice));
    let isGone = true;
    let secret = '';
    await using server = await startPartnerServer({
      secret: () => secret,
      status: () => (isGone ? 410 : 200),
    });
    const { id } = await subscribe(first, server.url);
    secret = secretOf(first, 'acme');
    await first.subscriptions.publishEvent({ type: 'ping', data: 1 });
    await until(async () => first.isDisabled('acme'));
    expect(notices).toMatchObject([{ kind: 'endpoint_disabled', reason: 'gone' }]);
    const { hooks } = await first.subscriptions.publishEvent({ type: 'ping', data: 2 });
    await first.stop();

    await using second = await start(directory.path);
    expect(await second.subscriptions.get(id)).toMatchObject({
      state: 'disabled',
      disabledReason: 'gone',
    });
    expect(server.received).toEqual([]);
    isGone = false;
    await second.subscriptions.enable(id);
    await server.hasReceived(1);
    expect(server.received).toEqual(hooks.map(({ hookId }) => hookId));
  });
});

function subscribe(local: Local, url: string) {
  return local.subscriptions.subscribe({ partnerId: 'acme', url, types: ['*'] });
}

function secretOf(local: Local, partnerId: string): string {
  return local.secrets.ensureSecret(partnerId);
}

async function statusOf({ subscriptions }: Local, hookId: string | undefined) {
  const { hooks } = await subscriptions.listHooks();
  return hooks.find(({ id }) => id === hookId)?.status;
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 20));
}
