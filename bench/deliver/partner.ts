// The partner: HTTPS in a process of its own, checking all it gets.
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { verifySignature } from '@hooklane/receiver';
import { answerParent } from '../kit/child.ts';
import { hookBody, secret } from './setting.ts';

/** What came for one sender since it was asked for last. */
export interface Received {
  readonly posts: number;
  /** Different hooks whose signature is good. */
  readonly verified: number;
}

export type PartnerQuestion =
  | { readonly kind: 'listen'; readonly cert: string; readonly key: string }
  | { readonly kind: 'take'; readonly path: string };

interface Counts {
  posts: number;
  readonly ids: Set<string>;
}

const countsByPath = new Map<string, Counts>();
const expected = Buffer.from(hookBody);

function countsOf(path: string): Counts {
  const known = countsByPath.get(path);
  if (known !== undefined) return known;
  const counts: Counts = { posts: 0, ids: new Set() };
  countsByPath.set(path, counts);
  return counts;
}

/** Wrong bodies are not counted, so that they are missed. */
function check({ url = '', headers }: IncomingMessage, body: Buffer): void {
  if (!body.equals(expected)) return;
  const counts = countsOf(url);
  counts.posts += 1;
  if (!url.startsWith('/signed/')) return;
  counts.ids.add(verifySignature({ headers, body }, { secrets: [secret] }).id);
}

function listen(cert: string, key: string): Promise<number> {
  const server = createServer({ cert, key, keepAliveTimeout: 60_000 }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      try {
        check(request, Buffer.concat(chunks));
        response.end('ok');
      } catch {
        response.writeHead(401).end();
      }
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

answerParent((question: PartnerQuestion): Promise<number> | Received => {
  switch (question.kind) {
    case 'listen':
      return listen(question.cert, question.key);
    case 'take': {
      const { posts, ids } = countsOf(question.path);
      countsByPath.delete(question.path);
      return { posts, verified: ids.size };
    }
    default:
      return question satisfies never;
  }
});
