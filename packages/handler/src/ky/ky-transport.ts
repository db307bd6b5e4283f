import { createEgressGuard, systemClock } from '@hooklane/core';
import ky, { type KyInstance } from 'ky';
import { createAddressLookup } from '../address-lookup.ts';
import type { Transport, TransportOptions } from '../transport.ts';
import { createConnectionPool } from './connection-pool.ts';
import { createGuardedConnector } from './guarded-connector.ts';
import { postThroughKy } from './post-through-ky.ts';

/** What {@link createKyTransport} can be told. */
export interface KyTransportOptions extends TransportOptions {
  /**
   * Your own instance, with its hooks. Its `retry`, `timeout`, `redirect`, `throwHttpErrors`,
   * `searchParams`, `json`, `prefix` and `fetch` have no effect on a POST.
   * @default ky
   */
  readonly ky?: KyInstance | undefined;
}

/**
 * A transport that makes each POST through ky, for hosts whose ky hooks add headers or watch
 * requests. Hooks cannot change where a POST goes, its body, its signed headers or what its answer
 * counts as. `post` rejects with the error of a hook that throws before the POST.
 *
 * @example
 * ```ts
 * const transport = createKyTransport({ ky: ky.extend({ hooks: { beforeRequest: [addTraceId] } }) });
 * const worker = createWorker({ lanes, secrets, transport });
 * ```
 */
export function createKyTransport({
  ky: instance = ky,
  egress,
  dnsServers,
  ca,
  clock = systemClock,
  idleConnections = 16,
}: KyTransportOptions = {}): Transport {
  const guard = createEgressGuard(egress);
  const lookup = createAddressLookup({ guard, dnsServers });
  const connector = createGuardedConnector({ guard, lookup, ca });
  const pool = createConnectionPool({ connector, idleConnections });
  return {
    async post(request) {
      if (!guard.allowsHost(request.url.hostname))
        return { kind: 'failed', code: 'blocked_address' };
      return postThroughKy(request, { instance, pool, clock });
    },
    close: () => pool.closeIdle(),
  };
}
