import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { silentLogger } from '@hooklane/core';
import { startLocal } from '@hooklane/local';
import { afterEach, expect, it, vi } from 'vitest';
import { startPartnerServer } from './support/partner-server.ts';
import { createTemporaryDirectory } from './support/temporary-directory.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('delivers after a restart what was accepted before kill -9', async () => {
  using directory = createTemporaryDirectory();
  let secret = '';
  let isUp = false;
  await using partner = await startPartnerServer({
    secret: () => secret,
    status: () => (isUp ? 200 : 503),
  });
  const child = fork(
    fileURLToPath(new URL('./support/publish-and-wait.ts', import.meta.url)),
    [directory.path, partner.url, '25'],
    { execArgv: ['--conditions=@hooklane/source'], stdio: 'ignore' },
  );
  const [published] = (await once(child, 'message')) as [{ accepted: string[]; secret: string }];
  child.kill('SIGKILL');
  await once(child, 'exit');
  ({ secret } = published);
  isUp = true;

  // What the killed process had received stays hidden until its visibility time-out: pass over it.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_000 });
  await using local = await startLocal({ dataDir: directory.path, logger: silentLogger });
  await partner.hasReceived(published.accepted.length);
  expect(published.accepted).toHaveLength(25);
  expect(new Set(partner.received)).toEqual(new Set(published.accepted));
  expect(local.partnerIds).toEqual(['acme']);
});
