import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { provisionPartner, readSecrets } from '@hooklane/provisioner';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startMoto } from '../../../../test/setup/moto.ts';
import { openAccount, type StrictAccount } from '../../../provisioner/test/aws/strict-account.ts';
import { runHooklane, startHooklane } from '../support/run-hooklane.ts';

const moto = await startMoto();
afterAll(() => moto?.stop());
const env = { AWS_REGION: 'eu-west-1' };

describe.skipIf(moto === undefined)('attempts on moto; without moto skipped', () => {
  const directory = mkdtempSync(join(tmpdir(), 'hooklane-attempts-'));
  let account: StrictAccount;

  beforeAll(async () => {
    account = await openAccount(moto?.endpoint ?? '');
    const { options } = account;
    for (const partnerId of ['acme', 'globex']) {
      await provisionPartner({ partnerId, compute: { kind: 'lambda' } }, options);
    }
    await provisionPartner({ partnerId: 'initech', compute: { kind: 'worker' } }, options);
  }, 60_000);

  afterAll(async () => {
    await account[Symbol.asyncDispose]();
    rmSync(directory, { recursive: true, force: true });
  });

  const argsOf = (...args: readonly string[]) => [
    ...args,
    '--stage',
    'test',
    '--endpoint',
    account.strict.endpoint,
  ];
  const run = (...args: readonly string[]) => runHooklane(argsOf(...args), { directory, env });

  /** Logs as the function of a lane does. */
  async function log(partnerId: string, entries: readonly object[]): Promise<void> {
    const logGroupName = `/hooklane/test/${partnerId}`;
    const logStreamName = `stream-${Math.random()}`;
    const { logs } = account.clients;
    await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }));
    const timestamp = Date.now();
    const logEvents = entries.map((entry) => ({ timestamp, message: JSON.stringify(entry) }));
    await logs.send(new PutLogEventsCommand({ logGroupName, logStreamName, logEvents }));
  }

  const attempt = (partnerId: string, hookId: string, outcome: object) => ({
    level: 'info',
    time: Date.now(),
    message: 'Hook delivered',
    partnerId,
    hookId,
    type: 'ping',
    attempt: 1,
    host: 'acme.example',
    durationMs: 12,
    ...outcome,
  });
  const delivered = { outcome: 'delivered', status: 200 };
  const refused = { outcome: 'refused', status: 503, deadLetter: 'exhausted' };

  /** Reads lines of a `tail` until one holds `last`, then ends it as a person does. */
  async function tailUntil(last: string, act: () => Promise<void>, ...args: readonly string[]) {
    const child = startHooklane(argsOf('tail', ...args), { directory, env });
    if (child.stdout === null || child.stderr === null) throw new Error('It has no streams');
    const noted = text(child.stderr);
    const exited = once(child, 'exit');
    await act();
    let written = '';
    for await (const chunk of child.stdout) {
      written += chunk;
      if (written.includes(last)) break;
    }
    child.kill('SIGINT');
    return { written, notes: await noted, exitCode: (await exited)[0] as number };
  }

  it('are shown by tail, those before and those that come, of all lanes with a function', async () => {
    await log('acme', [{ message: 'START' }, attempt('acme', 'msg_before', delivered)]);
    const { written, notes, exitCode } = await tailUntil(
      'msg_later',
      () => log('globex', [attempt('globex', 'msg_later', refused)]),
      '--since',
      '10m',
    );
    expect(written).toMatch(/acme +msg_before +#1 +delivered 200 +12 ms\n/);
    expect(written).toMatch(/globex +msg_later +#1 +refused 503 +12 ms +dead letter\n/);
    expect(notes).toContain('1 lane of workers left out');
    expect(notes).toContain('Attempts of 2 partners, as they are logged');
    expect(exitCode).toBe(0);
  });

  it('are shown by tail of one partner, the failed ones only, as JSON', async () => {
    await log('acme', [
      attempt('acme', 'msg_good', delivered),
      attempt('acme', 'msg_bad', refused),
    ]);
    const args = ['acme', '--since', '10m', '--failed', '--json'];
    const { written, notes } = await tailUntil('msg_bad', async () => {}, ...args);
    expect(
      written
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { partnerId: 'acme', hookId: 'msg_bad', outcome: 'refused', deadLetter: 'exhausted' },
    ]);
    expect(notes).toBe('');
  });

  it.each([
    ['nobody', /^error: Partner nobody has no log group in stage test.*\n$/],
    ['initech', /^error: Partner initech has no log group .* a worker works it.*\n$/],
  ])('of %s cannot be shown, and tail says why', async (partnerId, stderr) => {
    const told = await run('tail', partnerId);
    expect(told).toEqual({ exitCode: 5, stdout: '', stderr: expect.stringMatching(stderr) });
  });

  it.each([
    ['acme', 'http://acme.example/', 2, /^error: .*http.*\n$/],
    ['acme', 'https://127.0.0.1/', 2, /^error: .*127\.0\.0\.1.*\n$/],
    ['nobody', 'https://acme.example/', 5, /^error: Partner nobody .*\n$/],
  ])('are not made by send-test for %s at %s', async (partnerId, url, exitCode, stderr) => {
    const told = await run('send-test', partnerId, '--url', url);
    expect(told).toEqual({ exitCode, stdout: '', stderr: expect.stringMatching(stderr) });
  });

  it('are begun by publish, which refuses what its lane would refuse', async () => {
    const published = await run(
      'publish',
      'acme',
      '--url',
      'https://acme.example/',
      '--data',
      '{}',
    );
    expect([published.exitCode, published.stdout]).toEqual([
      0,
      expect.stringMatching(/^Published hook msg_\w+ to acme\n$/),
    ]);
    expect(published.stderr).toMatch(/hooklane tail acme --stage test --endpoint http/);
    const plain = await run('publish', 'acme', '--url', 'http://acme.example/', '--data', '{}');
    expect([plain.exitCode, plain.stderr]).toEqual([
      2,
      expect.stringMatching(/^error: .*http.*\n$/),
    ]);
  });

  it('can be verified with the secret of a lane', async () => {
    const { code: _, ...call } = account.options;
    const [secret = ''] = await readSecrets('acme', call);
    const seconds = Math.floor(Date.now() / 1_000);
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    const signature = `v1,${createHmac('sha256', key).update(`msg_1.${seconds}.{}`).digest('base64')}`;
    const input = `webhook-id: msg_1\nwebhook-timestamp: ${seconds}\nwebhook-signature: ${signature}\n\n{}`;
    const told = await runHooklane(argsOf('verify', '--partner', 'acme'), {
      directory,
      env,
      input,
    });
    expect([told.exitCode, told.stderr]).toEqual([0, '']);
    expect(told.stdout).toMatch(/^Signature +valid$/m);
  });
});
