import { setTimeout as sleep } from 'node:timers/promises';
import { startPartnerServer } from './partner-server.ts';
import { startHost } from './start-host.ts';

/** What came of an event. */
export interface DemoOutcome {
  /** The `webhook-id` that the partner verified. */
  readonly webhookId: string;
  readonly body: string;
  /** Of the hook, as the API tells it. */
  readonly status: string;
  readonly attempts: number;
}

interface Hook {
  readonly id: string;
  readonly status: string;
}

const pauseMs = 50;
const longestWaitMs = 10_000;

/** Makes a partner, subscribes it, publishes an event, and asks what became of it: all through the API. */
export async function runDemo(dataDir: string, log: (line: string) => void): Promise<DemoOutcome> {
  await using host = await startHost(dataDir);
  const partnerId = 'acme';
  await using partner = await startPartnerServer(() => host.local.secrets.ensureSecret(partnerId));
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
    const response = await fetch(`${host.api.url}${path}`, init);
    log(`${method} ${path} ${response.status}`);
    return await response.json();
  };
  await call('POST', '/partners', { partnerId, policy: { concurrency: 2 } });
  await call('POST', '/subscriptions', { partnerId, url: partner.url, types: ['order.*'] });
  await call('POST', '/events', { type: 'order.paid', data: { orderId: 'A-1' } });
  const { id: webhookId, body } = await partner.first;
  const hook = await untilDelivered(
    async () => (await host.local.subscriptions.listHooks({ partnerId })).hooks[0],
  );
  await call('GET', `/hooks?partnerId=${partnerId}`);
  const attempts = (await call('GET', `/hooks/${hook.id}/attempts`)) as readonly unknown[];
  return { webhookId, body, status: hook.status, attempts: attempts.length };
}

/** The result comes after the webhook, by way of the results queue. */
async function untilDelivered(read: () => Promise<Hook | undefined>): Promise<Hook> {
  const deadline = Date.now() + longestWaitMs;
  for (;;) {
    const hook = await read();
    if (hook?.status === 'delivered') return hook;
    if (Date.now() > deadline) throw new Error(`The hook is ${hook?.status ?? 'not there'}`);
    await sleep(pauseMs);
  }
}
