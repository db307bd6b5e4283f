import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Fetch } from '../../src/alarm/post-message.ts';
import type { SlackMessage } from '../../src/alarm/slack-message.ts';
import { findBlockKitFault } from './block-kit.ts';

/** What Slack answers instead of taking a message. */
export interface SlackAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An incoming webhook of Slack on this machine, which takes what Slack takes and nothing else. */
export interface SlackStandIn extends AsyncDisposable {
  /** As Slack would give it; only `fetch` knows where it leads. */
  readonly url: string;
  readonly fetch: Fetch;
  /** Messages that were taken. */
  readonly taken: SlackMessage[];
  /** What was refused, and why. */
  readonly refused: string[];
  /** Requests so far. */
  readonly requests: () => number;
  /** Given first, one to each request. */
  readonly answers: SlackAnswer[];
}

const url = 'https://hooks.slack.test/services/T0000000/B0000000/a-secret';

/** Starts Slack on a free port. */
export async function startSlack(): Promise<SlackStandIn> {
  const taken: SlackMessage[] = [];
  const refused: string[] = [];
  const answers: SlackAnswer[] = [];
  let requests = 0;
  const server = createServer((incoming, outgoing) => {
    requests += 1;
    serve(incoming, outgoing, { taken, refused, answers }).catch(() => incoming.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url,
    fetch: (input, init) => {
      const request = new Request(input, init);
      const { pathname } = new URL(request.url);
      return fetch(new Request(`http://127.0.0.1:${port}${pathname}`, request));
    },
    taken,
    refused,
    requests: () => requests,
    answers,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { taken, refused, answers }: Pick<SlackStandIn, 'taken' | 'refused' | 'answers'>,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body: unknown = JSON.parse(Buffer.concat(chunks).toString());
  const answer = answers.shift();
  if (answer !== undefined) {
    outgoing.writeHead(answer.status, answer.headers).end(answer.body ?? 'error');
    return;
  }
  const isPost = incoming.method === 'POST' && incoming.url === new URL(url).pathname;
  const isJson = incoming.headers['content-type']?.startsWith('application/json') === true;
  const fault = isPost && isJson ? findBlockKitFault(body) : 'not_a_post_of_json';
  if (fault === undefined) {
    taken.push(body as SlackMessage);
    outgoing.writeHead(200).end('ok');
    return;
  }
  refused.push(fault);
  outgoing.writeHead(400).end('invalid_blocks');
}
