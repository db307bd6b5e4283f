import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type LoopbackRegistry,
  startLoopbackRegistry,
} from '../scripts/release/loopback-registry.ts';

/** The parts of a package's document that these tests look at. */
interface PackageDocument {
  readonly 'dist-tags': Readonly<Record<string, string>>;
  readonly versions: Readonly<
    Record<
      string,
      {
        readonly dependencies: Readonly<Record<string, string>>;
        readonly dist: { readonly tarball: string; readonly integrity: string };
      }
    >
  >;
  readonly time: Readonly<Record<string, string>>;
}

describe('the registry of a dry run', () => {
  let directory: string;
  const bytes = Buffer.from('a tarball');
  let asked: string[];
  let upstream: Server;
  let registry: LoopbackRegistry;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'hooklane-registry-'));
    const file = join(directory, 'hooklane-core-1.2.3.tgz');
    writeFileSync(file, bytes);
    asked = [];
    upstream = createServer((request, response) => {
      asked.push(
        `${request.method} ${request.url} ${request.headers['if-none-match'] ?? ''}`.trim(),
      );
      if (request.headers['if-none-match'] === '"1"') response.statusCode = 304;
      if (request.url?.includes('missing')) response.statusCode = 404;
      response.setHeader('etag', '"1"');
      response.end(response.statusCode === 200 ? 'of others' : undefined);
    }).listen(0, '127.0.0.1');
    await once(upstream, 'listening');
    registry = await startLoopbackRegistry({
      packed: [
        {
          name: '@hooklane/core',
          version: '1.2.3',
          file,
          integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
          shasum: createHash('sha1').update(bytes).digest('hex'),
          manifest: { name: '@hooklane/core', version: '1.2.3', dependencies: { zod: '4.6.7' } },
        },
      ],
      upstream: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/`,
      fetch,
    });
  });
  afterEach(async () => {
    await registry[Symbol.asyncDispose]();
    upstream.close();
    rmSync(directory, { recursive: true, force: true });
  });

  async function readDocument(path: string): Promise<PackageDocument> {
    const response = await fetch(`${registry.url}${path}`);
    return (await response.json()) as PackageDocument;
  }

  it('has a packed package as its latest version, as old as package managers want it', async () => {
    const document = await readDocument('@hooklane%2fcore');
    expect(document['dist-tags']).toEqual({ latest: '1.2.3' });
    expect(document.versions['1.2.3']?.dependencies).toEqual({ zod: '4.6.7' });
    const age = Date.now() - Date.parse(document.time['1.2.3'] ?? '');
    expect(age).toBeGreaterThan(7 * 86_400_000);
    expect(asked).toEqual([]);
  });

  it('serves the tarball that the document promises, and tells of it', async () => {
    const document = await readDocument('@hooklane/core');
    expect([...registry.served]).toEqual([]);
    const { tarball = '', integrity } = document.versions['1.2.3']?.dist ?? {};
    const served = Buffer.from(await (await fetch(tarball)).arrayBuffer());
    expect(`sha512-${createHash('sha512').update(served).digest('base64')}`).toBe(integrity);
    expect([...registry.served]).toEqual(['@hooklane/core']);
  });

  it('passes on what it is asked for of others, and what the answer was', async () => {
    const found = await fetch(`${registry.url}zod/-/zod-4.6.7.tgz`);
    const missing = await fetch(`${registry.url}@other%2fmissing`);
    const fresh = await fetch(`${registry.url}zod`, { headers: { 'if-none-match': '"1"' } });
    expect([await found.text(), found.headers.get('etag')]).toEqual(['of others', '"1"']);
    expect([missing.status, fresh.status]).toEqual([404, 304]);
    expect(asked).toEqual(['GET /zod/-/zod-4.6.7.tgz', 'GET /@other%2fmissing', 'GET /zod "1"']);
  });

  it('says that it has nothing when the other registry is away', async () => {
    upstream.close();
    upstream.closeAllConnections();
    expect((await fetch(`${registry.url}zod`)).status).toBe(502);
  });
});
