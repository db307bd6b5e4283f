import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMemoryReplayGuard, createReceiver } from '@hooklane/receiver';
import { nodeHandler } from '@hooklane/receiver/node';

/** A partner of the demo and the tests, which verifies what it gets. */
export interface PartnerServer extends AsyncDisposable {
  readonly url: string;
  /** What it verifies with: the host says so when it adds the partner. */
  secret: string;
  /** The status of its answers; at 200 it verifies, and takes what is good. */
  answers: number;
  /** Ids of the invoices that it took. */
  readonly invoiceIds: readonly string[];
}

/** Starts the server of the partner. */
export async function startPartnerServer(): Promise<PartnerServer> {
  const invoiceIds: string[] = [];
  const receiver = createReceiver({
    secrets: () => partner.secret,
    replayGuard: createMemoryReplayGuard(),
    onHook: ({ data }) => {
      invoiceIds.push((data as { readonly invoiceId: string }).invoiceId);
    },
  });
  const take = nodeHandler(receiver);
  const server = createServer((request, response) => {
    if (partner.answers === 200) void take(request, response);
    else response.writeHead(partner.answers).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const partner: PartnerServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    secret: '',
    answers: 200,
    invoiceIds,
    [Symbol.asyncDispose]: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return partner;
}
