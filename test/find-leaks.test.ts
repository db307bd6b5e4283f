import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tryCommand } from './run-command.ts';
import { findLeaks } from './setup/find-leaks.ts';
import { root } from './workspace.ts';

const vitestPath = join(root, 'node_modules/vitest/vitest.mjs');

const signature = `v1,${Buffer.alloc(32, 1).toString('base64')}`;

describe('findLeaks', () => {
  it.each([
    'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw is not valid',
    `{"headers":{"webhook-signature":"${signature}"}}`,
    'Received: {"note":"body-of-a-hook"}',
    'The URL https://user:hunter2hunter2@partner.example/',
  ])('finds %s', (text) => {
    expect(findLeaks(['fine', text], new Set(['hunter2hunter2']))).toEqual([text]);
  });

  it.each(['whsec_… is not valid', 'v1,… and v1a,…', 'Received: an object of 3'])(
    'lets %s pass',
    (text) => {
      expect(findLeaks([text], new Set(['hunter2hunter2']))).toEqual([]);
    },
  );
});

describe('the watch over a test file', () => {
  it('fails a file whose code under test shows what is secret', async () => {
    const { isOk, output } = await tryCommand(
      process.execPath,
      [vitestPath, 'run', '--root', join(root, 'test/setup/planted-leaks')],
      root,
    );
    expect(isOk).toBe(false);
    for (const leak of ['error', 'log', 'output']) expect(output).toContain(`planted in ${leak}`);
    expect(output).toMatch(/Test Files\s+3 failed \| 1 passed/);
  }, 30_000);
});
