import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { unzip } from '../../../../test/setup/lambda-runtime.ts';
import { buildAlarmLambda } from '../../build/build-lambda.ts';
import { builtAlarmArtifact } from './built-alarm-artifact.ts';

it('gives one minified file with its map, and the hash that Lambda computes', async () => {
  const { zip, sha256, handler } = await builtAlarmArtifact();
  expect(handler).toBe('index.handler');
  expect(sha256).toBe(createHash('sha256').update(zip).digest('base64'));
  const entries = unzip(zip);
  expect(entries.map(({ path }) => path)).toEqual(['index.js', 'index.js.map']);
  const [code] = entries.map(({ content }) => Buffer.from(content).toString());
  expect(code).toContain('//# sourceMappingURL=index.js.map');
});

it('has at most 650 KB of code, in a zip of at most 450 KB', async () => {
  const { zip } = await builtAlarmArtifact();
  const [code] = unzip(zip);
  expect(code?.content.length).toBeLessThan(650_000);
  expect(zip.length).toBeLessThan(450_000);
});

it('is the same, byte for byte, whenever and wherever it is built', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'hooklane-alarms-'));
  try {
    await buildAlarmLambda(join(directory, 'built'));
    const again = await readFile(join(directory, 'built', 'alarms.zip'));
    expect(again.equals((await builtAlarmArtifact()).zip)).toBe(true);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
