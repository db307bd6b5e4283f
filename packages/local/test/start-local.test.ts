import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type AttemptResult, silentLogger } from '@hooklane/core';
import { startLocal } from '@hooklane/local';
import { describe, expect, it } from 'vitest';
import { startPartnerServer } from './support/partner-server.ts';
import { createTemporaryDirectory } from './support/temporary-directory.ts';

const ping = (url: string, id: string) => ({
  id,
  partnerId: 'acme',
  url,
  type: 'ping',
  body: '{"hello":"wörld 👋"}',
});

describe('startLocal', () => {
  it('carries a hook from publish to a verified receipt and a result', async () => {
    using directory = createTemporaryDirectory();
    const results: AttemptResult[] = [];
    let secret = '';
    await using partner = await startPartnerServer({ secret: () => secret });
    await using local = await startLocal({
      dataDir: directory.path,
      logger: silentLogger,
      onResult: (result) => results.push(result),
    });
    ({ secret } = await local.addPartner('acme'));
    const [outcome] = await local.publish([ping(partner.url, 'msg_1')]);
    expect(outcome).toMatchObject({ kind: 'accepted', hookId: 'msg_1' });
    await partner.hasReceived(1);
    await local.stop();
    expect(partner.received).toEqual(['msg_1']);
    expect(results).toMatchObject([
      { hookId: 'msg_1', attempt: 1, outcome: { kind: 'delivered', status: 200 } },
    ]);
  });

  it('tries again after the partner failed', async () => {
    using directory = createTemporaryDirectory();
    let secret = '';
    await using partner = await startPartnerServer({
      secret: () => secret,
      status: (attempt) => (attempt === 1 ? 500 : 200),
    });
    await using local = await startLocal({ dataDir: directory.path, logger: silentLogger });
    ({ secret } = await local.addPartner('acme', { schedule: [10], jitter: 0 }));
    await local.publish([ping(partner.url, 'msg_1')]);
    await partner.hasReceived(1);
    expect(partner.received).toEqual(['msg_1']);
  });

  it('shows what waits in a lane, and keeps it over a restart', async () => {
    using directory = createTemporaryDirectory();
    const nobody = 'http://127.0.0.1:9/';
    const first = await startLocal({ dataDir: directory.path, logger: silentLogger });
    await first.addPartner('acme');
    await first.publish([ping(nobody, 'msg_1'), ping(nobody, 'msg_2')]);
    await first.stop();
    await using second = await startLocal({ dataDir: directory.path, logger: silentLogger });
    expect(second.partnerIds).toEqual(['acme']);
    expect(new Set(second.inspect('acme').pending)).toEqual(new Set(['msg_1', 'msg_2']));
  });

  it('says that a directory is in use instead of serving it twice', async () => {
    using directory = createTemporaryDirectory();
    await using local = await startLocal({ dataDir: directory.path, logger: silentLogger });
    await expect(startLocal({ dataDir: directory.path })).rejects.toMatchObject({
      code: 'data_dir_in_use',
    });
    await local.stop();
    await using again = await startLocal({ dataDir: directory.path, logger: silentLogger });
    expect(again.partnerIds).toEqual([]);
  });

  it('keeps secrets in a file that only its owner can read', async () => {
    using directory = createTemporaryDirectory();
    await using local = await startLocal({ dataDir: directory.path, logger: silentLogger });
    const { secret } = await local.addPartner('acme');
    expect(secret).toMatch(/^whsec_/);
    const mode = statSync(join(directory.path, 'secrets.json')).mode & 0o777;
    expect(mode.toString(8)).toBe('600');
  });

  it('refuses to remove a lane with hooks in it, and goes on working it', async () => {
    using directory = createTemporaryDirectory();
    await using local = await startLocal({ dataDir: directory.path, logger: silentLogger });
    await local.addPartner('acme');
    await local.publish([ping('http://127.0.0.1:9/', 'msg_1')]);
    await expect(local.removePartner('acme')).rejects.toMatchObject({ code: 'lane_not_empty' });
    expect(local.partnerIds).toEqual(['acme']);
    await local.removePartner('acme', { force: true });
    expect(local.partnerIds).toEqual([]);
    await expect(local.publish([ping('http://127.0.0.1:9/', 'msg_2')])).resolves.toMatchObject([
      { kind: 'refused', error: { code: 'unknown_partner' } },
    ]);
  });

  it.each([
    [undefined, /must be an object/],
    [{}, /dataDir must be the path of a directory\. Received: undefined/],
    [{ dataDir: '' }, /Received: ""/],
    [{ dataDir: 'x', port: 1 }, /unknown option: "port"/],
  ])('refuses the options %j', async (options, message) => {
    await expect(startLocal(options as never)).rejects.toMatchObject({
      code: 'invalid_options',
      message: expect.stringMatching(message),
    });
  });
});
