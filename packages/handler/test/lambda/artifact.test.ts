import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unzip } from '../../../../test/setup/lambda-runtime.ts';
import { buildLambda } from '../../build/build-lambda.ts';
import { builtArtifact } from './built-artifact.ts';

it('gives one minified file, with its map beside the zip, and the hash that Lambda computes', async () => {
  const { zip, sha256, handler } = await builtArtifact();
  expect(handler).toBe('index.handler');
  expect(sha256).toBe(createHash('sha256').update(zip).digest('base64'));
  const entries = unzip(zip);
  expect(entries.map(({ path }) => path)).toEqual(['index.js']);
  const map = await readFile(new URL('../../dist/function/index.js.map', import.meta.url), 'utf8');
  expect(JSON.parse(map).sources).toContain('../src/process-batch.ts');
});

it('has at most 200 KB, no chain of credential providers and no zod', async () => {
  const { zip } = await builtArtifact();
  const [code] = unzip(zip);
  const text = Buffer.from(code?.content ?? []).toString();
  expect(text.length).toBeLessThan(200_000);
  expect(text).not.toMatch(/credential-provider|fromNodeProviderChain|~standard|_zod/);
});

it('is the same, byte for byte, whenever and wherever it is built', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'hooklane-artifact-'));
  try {
    await buildLambda(join(directory, 'built'));
    const again = await readFile(join(directory, 'built', 'handler.zip'));
    expect(again.equals((await builtArtifact()).zip)).toBe(true);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
