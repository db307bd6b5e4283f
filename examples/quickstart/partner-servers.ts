// The partners of the demo, in a process of their own: each an HTTP server that verifies what it gets
// with @hooklane/receiver and counts it. What the demo reports is counted here, not by the sender.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifySignature } from '@hooklane/receiver';
import { type Behaviour, cast } from './cast.ts';

/** What the servers are asked, over the channel between the processes. */
export type PartnerRequest =
  | { readonly kind: 'secrets'; readonly secrets: Readonly<Record<string, string>> }
  | { readonly kind: 'begin' }
  | { readonly kind: 'counts' }
  | { readonly kind: 'receipts' };

/** What they answer. */
export type PartnerReply =
  | { readonly kind: 'ports'; readonly ports: Readonly<Record<string, number>> }
  | { readonly kind: 'counts'; readonly counts: readonly PartnerCounts[] }
  | {
      readonly kind: 'receipts';
      readonly counts: readonly PartnerCounts[];
      /** The ids of the hooks that each partner answered 200. */
      readonly receipts: Readonly<Record<string, readonly string[]>>;
    };

/** What a partner saw. */
export interface PartnerCounts {
  readonly id: string;
  /** Requests with a good signature, whatever they were answered. */
  readonly attempts: number;
  /** Different hooks that were answered 200. */
  readonly delivered: number;
  /** Hooks answered 200 more than once. */
  readonly duplicates: number;
  readonly badSignatures: number;
  /** Milliseconds from publish to receipt of the hooks delivered. */
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface Receipts {
  readonly delayMsById: Map<string, number>;
  attempts: number;
  duplicates: number;
  badSignatures: number;
}

const receiptsByPartner = new Map<string, Receipts>(
  cast.map(({ id }) => [
    id,
    { delayMsById: new Map(), attempts: 0, duplicates: 0, badSignatures: 0 },
  ]),
);
let secrets: Readonly<Record<string, string>> = {};
let begunAt = Number.POSITIVE_INFINITY;

async function receive(
  id: string,
  behaviour: Behaviour,
  request: IncomingMessage,
): Promise<number> {
  const receipts = receiptsByPartner.get(id) as Receipts;
  const receivedAt = Date.now();
  const body = await buffer(request);
  let hookId: string;
  try {
    hookId = verifySignature({ headers: request.headers, body }, { secrets: secrets[id] ?? '' }).id;
  } catch {
    receipts.badSignatures += 1;
    return 401;
  }
  // Pings warm up the code and the connections before the traffic; they are not part of it.
  if (request.headers['hooklane-type'] === 'ping') return 200;
  receipts.attempts += 1;
  const status = await behave(behaviour);
  if (status !== 200) return status;
  if (receipts.delayMsById.has(hookId)) receipts.duplicates += 1;
  else {
    const { timestamp } = JSON.parse(body.toString()) as { timestamp: string };
    receipts.delayMsById.set(hookId, receivedAt - Date.parse(timestamp));
  }
  return 200;
}

async function behave(behaviour: Behaviour): Promise<number> {
  switch (behaviour.kind) {
    case 'healthy': {
      const { fromMs, toMs } = behaviour;
      await sleep(fromMs + Math.random() * (toMs - fromMs));
      return 200;
    }
    case 'hanging':
      await sleep(behaviour.afterMs);
      return 200;
    case 'failing':
      return Date.now() - begunAt < behaviour.forMs ? 500 : 200;
    default:
      return behaviour satisfies never;
  }
}

function count(id: string): PartnerCounts {
  const { delayMsById, ...counts } = receiptsByPartner.get(id) as Receipts;
  const delays = [...delayMsById.values()].sort((a, b) => a - b);
  const quantile = (share: number): number =>
    delays[Math.max(0, Math.ceil(delays.length * share) - 1)] ?? 0;
  return { id, ...counts, delivered: delays.length, p50Ms: quantile(0.5), p99Ms: quantile(0.99) };
}

function listen(id: string, behaviour: Behaviour): Promise<number> {
  const respond = (response: ServerResponse, status: number): void => {
    response.writeHead(status).end();
  };
  const server = createServer((request, response) => {
    receive(id, behaviour, request).then(
      (status) => respond(response, status),
      () => response.destroy(), // The sender broke off while its body was read.
    );
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function reply(message: PartnerReply): void {
  process.send?.(message);
}

process.on('message', (request: PartnerRequest) => {
  switch (request.kind) {
    case 'secrets':
      secrets = request.secrets;
      break;
    case 'begin':
      begunAt = Date.now();
      break;
    case 'counts':
      reply({ kind: 'counts', counts: cast.map(({ id }) => count(id)) });
      break;
    case 'receipts':
      reply({
        kind: 'receipts',
        counts: cast.map(({ id }) => count(id)),
        receipts: Object.fromEntries(
          [...receiptsByPartner].map(([id, { delayMsById }]) => [id, [...delayMsById.keys()]]),
        ),
      });
      break;
    default:
      request satisfies never;
  }
});
// The demo is over, or was killed.
process.on('disconnect', () => process.exit());

const ports = await Promise.all(
  cast.map(async ({ id, behaviour }) => [id, await listen(id, behaviour)] as const),
);
reply({ kind: 'ports', ports: Object.fromEntries(ports) });
