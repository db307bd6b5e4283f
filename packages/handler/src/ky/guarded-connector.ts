import { connect, type LookupFunction, type Socket } from 'node:net';
import { createSecureContext, rootCertificates } from 'node:tls';
import type { EgressGuard } from '@hooklane/core';
import { buildConnector } from 'undici';
import { blockedAddress } from '../address-lookup.ts';

/** What {@link createGuardedConnector} needs. */
export interface GuardedConnectorOptions {
  readonly guard: EgressGuard;
  /** Resolves names to addresses that the guard allows. */
  readonly lookup: LookupFunction;
  /** Certificate authorities beside Node's own, PEM. */
  readonly ca?: string | readonly string[] | undefined;
}

/**
 * Opens a connection if the guard allows where it leads. Returns the TCP socket at once, so that
 * it can be destroyed when nobody waits for it any more.
 */
export type GuardedConnector = (
  options: buildConnector.Options,
  callback: buildConnector.Callback,
) => Socket | undefined;

/** Makes connections that lead only where the guard lets them. */
export function createGuardedConnector({
  guard,
  lookup,
  ca,
}: GuardedConnectorOptions): GuardedConnector {
  const startTls = buildConnector({
    allowH2: false,
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    timeout: 0, // The deadline of a POST covers its connection too.
    ...(ca !== undefined && { secureContext: secureContext(ca) }),
  });
  return (options, callback) => {
    const { hostname, protocol, port } = options;
    // `lookup` is not called for a host that is an address.
    if (!guard.allowsHost(hostname)) {
      callback(blockedAddress(), null);
      return undefined;
    }
    const isSecure = protocol === 'https:';
    const socket = connect({
      host: hostname,
      port: Number(port) || (isSecure ? 443 : 80),
      lookup,
      noDelay: true,
      keepAlive: true,
    });
    let isConnected = false;
    socket.once('connect', () => {
      if (!guard.allowsAddress(socket.remoteAddress ?? '')) {
        socket.destroy(blockedAddress());
        return;
      }
      isConnected = true;
      if (isSecure) startTls({ ...options, httpSocket: socket }, callback);
      else callback(null, socket);
    });
    socket.on('error', (error) => {
      if (!isConnected) callback(error, null);
    });
    return socket;
  };
}

function secureContext(ca: string | readonly string[]) {
  return createSecureContext({ ca: [...rootCertificates, ...[ca].flat()], minVersion: 'TLSv1.2' });
}
