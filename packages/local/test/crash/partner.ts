import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A partner that fails in several ways, and remembers what it took. */
export interface MoodyPartner extends AsyncDisposable {
  readonly url: string;
  /** How often each hook was answered 2xx or 410. */
  readonly delivered: ReadonlyMap<string, number>;
  /** Hooks that came with more than one body. */
  readonly changed: ReadonlySet<string>;
  readonly requests: number;
}

type Mood = 'takes' | 'takes later' | 'refuses' | 'hangs once' | 'resets once' | 'gone';

/** The id of a hook decides how the partner treats it: `msg_<mood>_…`. */
export const moods: readonly Mood[] = [
  'takes',
  'takes',
  'takes',
  'takes later',
  'refuses',
  'hangs once',
  'resets once',
  'gone',
];

/** Starts the partner. */
export async function startMoodyPartner(): Promise<MoodyPartner> {
  const delivered = new Map<string, number>();
  const bodies = new Map<string, string>();
  const changed = new Set<string>();
  const seen = new Set<string>();
  let requests = 0;
  const server = createServer(async (request, response) => {
    requests += 1;
    const id = String(request.headers['webhook-id']);
    // A process that is killed in the middle of a POST has sent half a body: that is no request.
    const body = await buffer(request).catch(() => undefined);
    if (body === undefined) return;
    const digest = createHash('sha256').update(body).digest('hex');
    if (bodies.has(id) && bodies.get(id) !== digest) changed.add(id);
    bodies.set(id, digest);
    const isFirst = !seen.has(id);
    seen.add(id);
    if (answer(response, moodOf(id), isFirst)) delivered.set(id, (delivered.get(id) ?? 0) + 1);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`,
    delivered,
    changed,
    get requests() {
      return requests;
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function moodOf(id: string): Mood {
  return moods[Number(id.split('_')[1])] ?? 'takes';
}

/** Answers as the mood is, and says whether the hook was taken, or declined for good. */
function answer(response: ServerResponse, mood: Mood, isFirst: boolean): boolean {
  switch (mood) {
    case 'takes':
      response.writeHead(200).end();
      return true;
    case 'gone':
      response.writeHead(410).end();
      return true;
    case 'refuses':
      response.writeHead(500).end();
      return false;
    case 'takes later':
      response.writeHead(isFirst ? 503 : 200).end();
      return !isFirst;
    case 'hangs once':
      if (!isFirst) response.writeHead(200).end();
      return !isFirst;
    case 'resets once':
      if (isFirst) response.socket?.resetAndDestroy();
      else response.writeHead(200).end();
      return !isFirst;
  }
}
