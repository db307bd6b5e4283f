import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ricDirectory, ricForTests } from '../setup/lambda-runtime.ts';

const [major] = process.versions.node.split('.');
let cache: string;

beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'hooklane-cache-'));
  vi.stubEnv('HOOKLANE_CACHE', cache);
  vi.stubEnv('HOOKLANE_TEST_LAMBDA', undefined);
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true });
});

function packageDirectory(): string {
  const place = `aws-lambda-ric-4.0.2-node${major}`;
  return join(cache, place, 'node_modules', 'aws-lambda-ric');
}

describe('the directory of the runtime client', () => {
  it('is that of an earlier build', async () => {
    await mkdir(packageDirectory(), { recursive: true });
    await writeFile(join(packageDirectory(), 'rapid-client.node'), '');
    expect([await ricDirectory(), await ricForTests()]).toEqual([
      packageDirectory(),
      packageDirectory(),
    ]);
  });

  it('does not count while the addon is not there', async () => {
    await mkdir(packageDirectory(), { recursive: true });
    expect(await ricForTests()).toMatchObject({ missing: expect.stringContaining('not built') });
  });

  it('is missing in a test run that nobody told to build', async () => {
    const line = /^aws-lambda-ric 4\.0\.2 is not built; HOOKLANE_TEST_LAMBDA=1 builds it.+$/;
    expect(await ricForTests()).toEqual({ missing: expect.stringMatching(line) });
  });

  it('is missing where there is no compiler, which is said with the way to get one', async () => {
    vi.stubEnv('PATH', cache);
    vi.stubEnv('HOOKLANE_TEST_LAMBDA', '1');
    const line =
      /^aws-lambda-ric 4\.0\.2 (cannot be built without .*cmake.*g\+\+.*: apt-get install cmake .*|runs on Linux only.*)$/;
    expect(await ricForTests()).toEqual({ missing: expect.stringMatching(line) });
  });
});
