import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { PackedPackage } from './packed-package.ts';

export interface LoopbackRegistryOptions {
  /** What is served as published. */
  readonly packed: readonly PackedPackage[];
  /** The registry that has everything else, with a slash at its end. */
  readonly upstream: string;
  readonly fetch: typeof globalThis.fetch;
}

/** An npm registry on the loopback interface. */
export interface LoopbackRegistry {
  /** With a slash at its end. */
  readonly url: string;
  /** The tarballs of ours that were asked for, each once. */
  readonly served: ReadonlySet<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

// Package managers refuse what was published a moment ago, pnpm by default within a day.
const publishedAt = '2026-01-01T00:00:00.000Z';

/**
 * Starts an npm registry that has the packed packages as their only version, and passes on what it is asked for of
 * others, without credentials: documents and tarballs, because clients ask the host that they are configured to for both.
 */
export async function startLoopbackRegistry(
  options: LoopbackRegistryOptions,
): Promise<LoopbackRegistry> {
  const served = new Set<string>();
  const byName = new Map(options.packed.map((entry) => [entry.name, entry]));
  const byFile = new Map(options.packed.map((entry) => [basename(entry.file), entry]));
  const server = createServer((request, response) => {
    const path = decodeURIComponent(
      new URL(request.url ?? '/', 'http://localhost').pathname.slice(1),
    );
    const packed = byName.get(path);
    const tarball = path.startsWith('-/packed/') ? byFile.get(basename(path)) : undefined;
    if (packed !== undefined) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(documentOf(packed, `http://${request.headers.host}/`)));
    } else if (tarball !== undefined) {
      served.add(tarball.name);
      createReadStream(tarball.file).pipe(response);
    } else {
      void passOn(request, response, options);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    served,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function documentOf(
  { name, version, file, integrity, shasum, manifest }: PackedPackage,
  url: string,
) {
  const dist = { tarball: `${url}-/packed/${basename(file)}`, integrity, shasum };
  const time = publishedAt;
  return {
    name,
    'dist-tags': { latest: version },
    versions: { [version]: { ...manifest, _id: `${name}@${version}`, dist } },
    time: { created: time, modified: time, [version]: time },
  };
}

async function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  { upstream, fetch }: LoopbackRegistryOptions,
): Promise<void> {
  try {
    const answer = await fetch(new URL((request.url ?? '/').slice(1), upstream), {
      method: request.method ?? 'GET',
      headers: requestHeaders(request),
      body: request.method === 'POST' ? await buffer(request) : null,
    });
    response.statusCode = answer.status;
    for (const name of ['content-type', 'etag', 'last-modified', 'cache-control']) {
      const value = answer.headers.get(name);
      if (value !== null) response.setHeader(name, value);
    }
    if (answer.body === null) response.end();
    else await pipeline(Readable.fromWeb(answer.body), response);
  } catch (error) {
    // The client sees a broken answer, tries again and then says so itself; here is why.
    process.stderr.write(`${request.method} ${request.url}: ${String(error)}\n`);
    if (!response.headersSent) response.statusCode = 502;
    response.end();
  }
}

function requestHeaders({ headers }: IncomingMessage): Record<string, string> {
  const passed = ['accept', 'content-type', 'if-none-match', 'if-modified-since'] as const;
  return Object.fromEntries(
    passed.flatMap((name) => (headers[name] === undefined ? [] : [[name, headers[name]]])),
  );
}
