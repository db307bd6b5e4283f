import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A partner that answers when it is told to. */
export interface SlowPartner extends AsyncDisposable {
  readonly url: string;
  /** Ids of the hooks that it answered. */
  readonly received: readonly string[];
  /** Resolves with the first request. */
  readonly hasRequest: Promise<void>;
  /** Answers what has come. */
  answer(): void;
}

export async function startSlowPartner(): Promise<SlowPartner> {
  const received: string[] = [];
  const waiting: { readonly id: string; readonly response: ServerResponse }[] = [];
  const { promise: hasRequest, resolve } = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    request.resume();
    waiting.push({ id: String(request.headers['webhook-id']), response });
    resolve();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    received,
    hasRequest,
    answer: () => {
      for (const { id, response } of waiting.splice(0)) {
        received.push(id);
        response.writeHead(200).end();
      }
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
