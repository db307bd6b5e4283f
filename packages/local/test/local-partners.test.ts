import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { silentLogger } from '@hooklane/core';
import { type Local, startLocal } from '@hooklane/local';
import { describePartner } from '@hooklane/provisioner';
import { describe, expect, it } from 'vitest';
import { startPartnerServer } from './support/partner-server.ts';
import { createTemporaryDirectory } from './support/temporary-directory.ts';

const start = (dataDir: string): Promise<Local> => startLocal({ dataDir, logger: silentLogger });

const ping = (url: string, id: string) => ({
  id,
  partnerId: 'acme',
  url,
  type: 'ping',
  body: '{}',
});

describe('disablePartner', () => {
  it('keeps hooks in the lane, over a restart too, until the partner is enabled', async () => {
    using directory = createTemporaryDirectory();
    let secret = '';
    await using partner = await startPartnerServer({ secret: () => secret });
    const first = await start(directory.path);
    ({ secret } = await first.addPartner('acme', { concurrency: 3 }));
    await first.disablePartner('acme');
    await first.publish([ping(partner.url, 'msg_1')]);
    await first.stop();
    await using second = await start(directory.path);
    expect([second.isDisabled('acme'), second.policyOf('acme')]).toEqual([
      true,
      { concurrency: 3 },
    ]);
    expect([partner.received, second.inspect('acme').pending]).toEqual([[], ['msg_1']]);
    await second.enablePartner('acme');
    await partner.hasReceived(1);
    expect([second.isDisabled('acme'), partner.received]).toEqual([false, ['msg_1']]);
  });

  it('stops at once: what is published afterwards is not POSTed', async () => {
    using directory = createTemporaryDirectory();
    let secrets: readonly string[] = [];
    await using disabled = await startPartnerServer({ secret: () => secrets[0] ?? '' });
    await using active = await startPartnerServer({ secret: () => secrets[1] ?? '' });
    await using local = await start(directory.path);
    const partners = [await local.addPartner('acme'), await local.addPartner('globex')];
    secrets = partners.map(({ secret }) => secret);
    await local.disablePartner('acme');
    await local.publish([ping(disabled.url, 'msg_1')]);
    await local.publish([{ ...ping(active.url, 'msg_2'), partnerId: 'globex' }]);
    await active.hasReceived(1);
    expect([disabled.received, active.received]).toEqual([[], ['msg_2']]);
  });

  it('is told by describePartner of the provisioner, and is kept by a change of the policy', async () => {
    using directory = createTemporaryDirectory();
    await using local = await start(directory.path);
    const describe = () =>
      describePartner('acme', { stage: 'local', clients: { sqs: local.sqs as never } });
    await local.addPartner('acme');
    expect((await describe()).isEnabled).toBe(true);
    await local.disablePartner('acme');
    await local.addPartner('acme', { concurrency: 2 });
    expect([(await describe()).isEnabled, local.isDisabled('acme')]).toEqual([false, true]);
    await local.enablePartner('acme');
    expect((await describe()).isEnabled).toBe(true);
  });

  it('takes changes of one partner one after the other', async () => {
    using directory = createTemporaryDirectory();
    await using local = await start(directory.path);
    await Promise.all([
      local.addPartner('acme', { concurrency: 1 }),
      local.disablePartner('acme'),
      local.addPartner('acme', { concurrency: 2 }),
      local.enablePartner('acme'),
    ]);
    expect([local.isDisabled('acme'), local.policyOf('acme')]).toEqual([false, { concurrency: 2 }]);
  });
});

describe('addPartner', () => {
  it.each([{ concurrency: 0 }, { schedule: [20 * 86_400_000] }])(
    'leaves no secret behind when it refuses the policy %j',
    async (policy) => {
      using directory = createTemporaryDirectory();
      await using local = await start(directory.path);
      await expect(local.addPartner('acme', policy)).rejects.toMatchObject({
        code: expect.stringMatching(/^invalid_/),
      });
      expect([await local.secrets.getSecrets('acme'), local.partnerIds]).toEqual([[], []]);
    },
  );
});

describe('the file of partners', () => {
  it('is read as earlier versions wrote it, and written so while nobody is disabled', async () => {
    using directory = createTemporaryDirectory();
    const path = join(directory.path, 'partners.json');
    const written = { acme: { concurrency: 4 } };
    writeFileSync(path, JSON.stringify(written));
    await using local = await start(directory.path);
    expect([local.policyOf('acme'), local.isDisabled('acme')]).toEqual([{ concurrency: 4 }, false]);
    await local.disablePartner('acme');
    await local.enablePartner('acme');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(written);
  });

  it.each(['{"acme":', '{"acme":1}', '{"acme":{"policy":1}}', '{"-":{}}'])(
    'is refused as %s',
    async (text) => {
      using directory = createTemporaryDirectory();
      writeFileSync(join(directory.path, 'partners.json'), text);
      await expect(start(directory.path)).rejects.toMatchObject({
        code: 'invalid_partner_file',
        message: expect.stringContaining(join(directory.path, 'partners.json')),
      });
    },
  );
});

describe('rotateSecret', () => {
  it('signs with the new secret from the next hook on, and with the old one beside it', async () => {
    using directory = createTemporaryDirectory();
    let verifyingSecret = '';
    await using partner = await startPartnerServer({ secret: () => verifyingSecret });
    await using local = await start(directory.path);
    const { secret: old } = await local.addPartner('acme');
    verifyingSecret = old;
    await local.publish([ping(partner.url, 'msg_1')]);
    await partner.hasReceived(1);
    const { secret, previousValidUntil } = await local.rotateSecret('acme', { overlapMs: 60_000 });
    expect(secret).not.toBe(old);
    expect(previousValidUntil).toBeGreaterThan(Date.now());
    await local.publish([ping(partner.url, 'msg_2')]);
    await partner.hasReceived(2);
    verifyingSecret = secret;
    await local.publish([ping(partner.url, 'msg_3')]);
    await partner.hasReceived(3);
    expect(partner.received).toEqual(['msg_1', 'msg_2', 'msg_3']);
  });
});

describe('a partner that is not there', () => {
  it('is an error, whatever is asked for it', async () => {
    using directory = createTemporaryDirectory();
    await using local = await start(directory.path);
    const unknown = { code: 'unknown_partner', message: expect.stringMatching(/acme has no lane/) };
    await expect(local.disablePartner('acme')).rejects.toMatchObject(unknown);
    await expect(local.enablePartner('acme')).rejects.toMatchObject(unknown);
    await expect(local.rotateSecret('acme')).rejects.toMatchObject(unknown);
    expect(() => local.policyOf('acme')).toThrow(expect.objectContaining(unknown));
    expect(() => local.isDisabled('acme')).toThrow(expect.objectContaining(unknown));
  });
});
