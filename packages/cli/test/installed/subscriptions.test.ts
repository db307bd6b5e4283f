import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HooklaneRun, runHooklane } from '../support/run-hooklane.ts';
import { type DevProcess, startDev } from '../support/start-dev.ts';

const directory = mkdtempSync(join(tmpdir(), 'hooklane-cli-'));
let dev: DevProcess;
let partner: Server;
let url = '';
const received: string[] = [];

beforeAll(async () => {
  partner = createServer((request, response) => {
    received.push(`${request.headers['hooklane-type']}`);
    request.resume().on('end', () => response.end());
  });
  partner.listen(0, '127.0.0.1');
  await once(partner, 'listening');
  url = `http://127.0.0.1:${(partner.address() as AddressInfo).port}`;
  dev = await startDev(directory);
}, 30_000);

afterAll(async () => {
  await dev[Symbol.asyncDispose]();
  partner.close();
  rmSync(directory, { recursive: true, force: true });
});

const run = (...args: readonly string[]): Promise<HooklaneRun> =>
  runHooklane(['subscription', ...args], { directory });
const json = async (...args: readonly string[]) =>
  JSON.parse((await run(...args, '--json')).stdout);

describe('hooklane subscription', () => {
  it('subscribes partners, publishes an event, and shows how endpoints are doing', async () => {
    expect(await run('list')).toMatchObject({ exitCode: 0, stdout: 'No subscriptions\n' });
    const added = await run('add', 'acme', '--url', url, '--types', 'transfer.*', 'ping');
    expect(added).toMatchObject({ exitCode: 0, stderr: '' });
    expect(added.stdout).toMatch(/^acme is subscribed to transfer\.\*, ping: sub_[0-9a-f]{32}\n$/);
    await run('add', 'globex', '--url', url, '--types', 'invoice.*');
    const event = await json('publish', 'transfer.created', '--data', '{"amount":12}');
    expect(event.hooks).toMatchObject([{ partnerId: 'acme', kind: 'accepted' }]);
    const rateOf = async (): Promise<unknown> => (await json('list'))[0].health.successRate;
    while ((await rateOf()) === undefined);
    expect(received).toEqual(['transfer.created']);
    expect((await run('list')).stdout).toMatch(/acme\s+active\s+100 %\s+transfer\.\*, ping/);
  });

  it('disables, enables and ends one', async () => {
    const [{ subscription }] = await json('list');
    const { id } = subscription;
    expect((await run('disable', id)).stdout).toBe(`Subscription ${id} is disabled\n`);
    expect((await run('list')).stdout).toMatch(/acme\s+host/);
    expect((await run('enable', id)).stdout).toBe(`Subscription ${id} is enabled\n`);
    expect(await run('remove', id)).toMatchObject({ exitCode: 0 });
    expect(await run('remove', id)).toMatchObject({
      exitCode: 5,
      stderr: `error: There is no subscription ${id}\n`,
    });
  });

  it.each([
    [['add', 'acme'], 2, "required option '--url <url>' not specified"],
    [['add', 'ACME', '--url', 'http://127.0.0.1:9/'], 2, 'Received: "ACME"'],
    [['add', 'acme', '--url', 'nowhere'], 2, 'nowhere'],
    [['publish', 'ping', '--data', 'no'], 2, 'It must be JSON'],
    [['list', '--stage', 'prod'], 2, 'in the store of your own service'],
  ])('says in one line what is wrong with %j', async (args, exitCode, message) => {
    const failed = await run(...args);
    expect(failed).toMatchObject({ exitCode, stdout: '' });
    expect(failed.stderr).toContain(message);
    expect(failed.stderr.trim()).not.toContain('\n');
  });
});
