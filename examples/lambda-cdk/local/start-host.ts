import { silentLogger } from '@hooklane/core';
import { type Local, startLocal } from '@hooklane/local';
import { createApi } from '../host/api.ts';
import { type ApiServer, startApiServer } from './api-server.ts';

/** The host on one machine. */
export interface LocalHost extends AsyncDisposable {
  readonly api: ApiServer;
  readonly local: Local;
}

/**
 * Starts the same API as on AWS, on the embedded SQS and SQLite. What the provisioner, the functions of lanes and the
 * readers of results do there, `startLocal` does here.
 */
export async function startHost(dataDir: string): Promise<LocalHost> {
  const local = await startLocal({ dataDir, logger: silentLogger });
  const handler = createApi({
    subscriptions: local.subscriptions,
    provision: async (partnerId, policy) => {
      await local.addPartner(partnerId, policy);
    },
  });
  const api = await startApiServer(handler);
  return {
    api,
    local,
    [Symbol.asyncDispose]: async () => {
      await api[Symbol.asyncDispose]();
      await local.stop({ graceMs: 500 });
    },
  };
}
