// Partners, in a process of their own: a server each, which verifies what it gets as a partner does, with
// @hooklane/receiver, and writes down how long it was under way.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createReceiver } from '@hooklane/receiver';
import { nodeHandler } from '@hooklane/receiver/node';
import { epochNow } from './epoch-now.ts';
import { answerMethods } from './methods.ts';
import { usage } from './usage.ts';

/** How partners behave. */
export interface OpenPartnersOptions {
  /** For how long each takes to answer 200, in milliseconds: a server for each. */
  readonly answerMs: readonly number[];
  readonly secret: string;
}

/** What a partner got, hooks of the type `ping` aside. */
export interface Receipts {
  /** Of each hook when it came first. */
  readonly ids: readonly string[];
  /** From `data.publishedAt` to the verified receipt, in milliseconds, in the order of `ids`. */
  readonly delaysMs: readonly number[];
  readonly publishedAt: readonly number[];
  readonly duplicates: number;
  /** Requests that were not verified. */
  readonly refused: number;
}

interface Partner {
  readonly url: string;
  readonly pings: () => number;
  readonly receipts: () => Receipts;
}

const partners: Partner[] = [];

async function openPartner(answerMs: number, secret: string): Promise<Partner> {
  const seen = new Map<string, readonly [publishedAt: number, delayMs: number]>();
  let pings = 0;
  let duplicates = 0;
  let refused = 0;
  const receiver = createReceiver({
    secrets: secret,
    onHook: async ({ id, type, data }) => {
      const { publishedAt } = data as { readonly publishedAt: number };
      if (type === 'ping') pings += 1;
      else if (seen.has(id)) duplicates += 1;
      else seen.set(id, [publishedAt, epochNow() - publishedAt]);
      if (answerMs > 0) await sleep(answerMs);
    },
    onRefused: () => {
      refused += 1;
    },
  });
  const handle = nodeHandler(receiver);
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    pings: () => pings,
    receipts: () => ({
      ids: [...seen.keys()],
      publishedAt: Array.from(seen.values(), ([publishedAt]) => publishedAt),
      delaysMs: Array.from(seen.values(), ([, delayMs]) => delayMs),
      duplicates,
      refused,
    }),
  };
}

const methods = {
  /** Gives the URL of each. */
  open: async ({ answerMs, secret }: OpenPartnersOptions): Promise<readonly string[]> => {
    for (const ms of answerMs) partners.push(await openPartner(ms, secret));
    return partners.map(({ url }) => url);
  },
  /** How many pings have come, by partner. */
  pings: () => partners.map((partner) => partner.pings()),
  /** What each got so far. */
  receipts: (): readonly Receipts[] => partners.map((partner) => partner.receipts()),
  usage,
};

export type PartnerMethods = typeof methods;

answerMethods(methods);
