import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocal } from '@hooklane/local';
import type { Subscriptions } from '@hooklane/subscriptions';
import { type DemoPartner, startDemoPartner } from './demo-partner.ts';

/** The whole of Hooklane in this process, on an SQS that is embedded, and one partner. */
export interface Demo {
  readonly subscriptions: Subscriptions;
  readonly partner: DemoPartner;
  stop(): Promise<void>;
}

/** Starts Hooklane, adds the partner `acme` with a lane of its own, and subscribes it to all of invoices. */
export async function startDemo(): Promise<Demo> {
  // Keep the directory, and the next start goes on with what is in it.
  const dataDir = await mkdtemp(join(tmpdir(), 'hooklane-'));
  const local = await startLocal({ dataDir });
  const { secret } = await local.addPartner('acme');
  const partner = await startDemoPartner(secret);
  const { subscriptions } = local;
  await subscriptions.subscribe({ partnerId: 'acme', url: partner.url, types: ['invoice.*'] });
  return {
    subscriptions,
    partner,
    stop: async () => {
      await local.stop();
      partner.close();
      await rm(dataDir, { recursive: true });
    },
  };
}
