import http from 'node:http';
import https from 'node:https';
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import { createEgressGuard, systemClock } from '@hooklane/core';
import { createAddressLookup } from './address-lookup.ts';
import { guardConnections } from './guarded-agent.ts';
import { exchange } from './http-exchange.ts';
import { createSharedDeadlines } from './shared-deadlines.ts';
import type { Transport, TransportOptions } from './transport.ts';

/** Load balancers close idle connections after a minute, unannounced: a POST on its way then is lost. */
const longestIdleMs = 30_000;

const minVersion = 'TLSv1.2';

/**
 * The default {@link Transport}: `node:https` with connections kept alive, which go to addresses that
 * `egress` allows only. Names are resolved and judged for each connection, and the address of the
 * connection itself once more before anything is sent.
 *
 * @throws HooklaneError `invalid_options`
 */
export function createNodeTransport(options: TransportOptions = {}): Transport {
  const { egress, dnsServers, ca, clock = systemClock, idleConnections = 16 } = options;
  const guard = createEgressGuard(egress);
  const deadlines = createSharedDeadlines(clock);
  const noticeIdleConnections = createIdleNotice();
  const pool = {
    keepAlive: true,
    maxFreeSockets: idleConnections,
    // Node heeds a partner's `Keep-Alive: timeout` only when there is a time-out of our own to shorten.
    timeout: longestIdleMs,
    lookup: createAddressLookup({ guard, dnsServers }),
  };
  const secure = new https.Agent({
    ...pool,
    minVersion,
    // Said aloud, it beats NODE_TLS_REJECT_UNAUTHORIZED=0.
    rejectUnauthorized: true,
    ...(ca !== undefined && { secureContext: trust(ca) }),
  });
  const plain = new http.Agent(pool);
  guardConnections(secure, guard);
  guardConnections(plain, guard);
  return {
    post: async (request) => {
      // Node does not look up a host that is an address.
      if (!guard.allowsHost(request.url.hostname)) {
        return { kind: 'failed', code: 'blocked_address' };
      }
      await noticeIdleConnections();
      return request.url.protocol === 'https:'
        ? exchange(request, { open: https.request, agent: secure, deadlines })
        : exchange(request, { open: http.request, agent: plain, deadlines });
    },
    close: () => {
      destroyIdle(secure);
      destroyIdle(plain);
    },
  };
}

// Given as `ca`, the certificates would be joined into the name of the pool of connections at every POST.
function trust(ca: string | readonly string[]): SecureContext {
  return createSecureContext({ minVersion, ca: [...rootCertificates, ...[ca].flat()] });
}

/**
 * Lets what came on idle connections while the process was busy or frozen be read first: a connection that the
 * partner has left, or on which it sent what nobody asked for, then serves no other hook. The second turn of the
 * event loop is the first that surely begins with a look at the sockets. POSTs that begin in the same turn look together.
 */
function createIdleNotice(): () => Promise<void> {
  let ofThisTurn: Promise<void> | undefined;
  return () => {
    ofThisTurn ??= new Promise((resolve) => {
      setImmediate(() => {
        ofThisTurn = undefined;
        setImmediate(resolve);
      });
    });
    return ofThisTurn;
  };
}

// agent.destroy() would break off the POSTs under way too.
function destroyIdle({ freeSockets }: http.Agent): void {
  for (const sockets of Object.values(freeSockets)) {
    for (const socket of [...(sockets ?? [])]) socket.destroy();
  }
}
