import type { Clock, EgressPolicy } from '@hooklane/core';
import { createNodeTransport, type Transport } from '../../src/index.ts';

/** A transport that is held to the suite. */
export interface TransportUnderAttack {
  readonly name: string;
  create(options: { readonly clock: Clock; readonly egress: EgressPolicy }): Transport;
}

/** Every transport there is. */
export const transports: readonly TransportUnderAttack[] = [
  { name: 'node:https', create: (options) => createNodeTransport(options) },
];

/** Lets attempts go to partners on loopback. */
export const egress: EgressPolicy = { allowHttp: true, ports: 'any', allowPrivateAddresses: true };
