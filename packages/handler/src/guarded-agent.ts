import type { Agent } from 'node:http';
import type { Socket } from 'node:net';
import type { EgressGuard } from '@hooklane/core';
import { blockedAddress } from './address-lookup.ts';

/**
 * Makes an agent destroy a connection that leads where it must not, before anything that waits is written
 * to it: whatever a look-up said, the address of the connection counts.
 */
export function guardConnections(agent: Agent, guard: EgressGuard): void {
  const open = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = open(options, callback) as Socket;
    socket.prependOnceListener('connect', () => {
      if (!guard.allowsAddress(socket.remoteAddress ?? '')) socket.destroy(blockedAddress());
    });
    return socket;
  };
}
