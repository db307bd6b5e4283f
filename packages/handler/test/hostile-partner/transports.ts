import type { EgressPolicy } from '@hooklane/core';
import { createNodeTransport, type Transport, type TransportOptions } from '../../src/index.ts';
import { createKyTransport } from '../../src/ky.ts';

/** A transport that is held to the suite. */
export interface TransportUnderAttack {
  readonly name: string;
  create(options: TransportOptions): Transport;
  /** Behaviours that it takes otherwise, for reasons of its own; its own tests say how. */
  readonly except?: readonly string[];
}

/** Every transport there is. */
export const transports: readonly TransportUnderAttack[] = [
  { name: 'node:https', create: (options) => createNodeTransport(options) },
  {
    name: 'ky',
    create: (options) => createKyTransport(options),
    // undici takes 100 for an error at once, and reads nothing after a 204.
    except: ['says 100 and nothing else', 'sends a body with 204'],
  },
];

/** Lets attempts go to partners on loopback. */
export const egress: EgressPolicy = { allowHttp: true, ports: 'any', allowPrivateAddresses: true };
