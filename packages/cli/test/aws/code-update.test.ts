import type { ChildProcess } from 'node:child_process';
import { on } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { provisionPartner } from '@hooklane/provisioner';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMoto } from '../../../../test/setup/moto.ts';
import { type StrictAws, startStrictAws } from '../../../../test/setup/strict-aws/strict-aws.ts';
import {
  type Clients,
  codeOf,
  createClients,
} from '../../../provisioner/test/aws/strict-account.ts';
import {
  type HooklaneRun,
  readToEnd,
  runHooklane,
  startHooklane,
} from '../support/run-hooklane.ts';

const moto = await startMoto();
afterAll(() => moto?.stop());
// That of the clients with which the tests look from outside.
const env = { AWS_REGION: 'eu-west-1' };

describe.skipIf(moto === undefined)(
  'functions on moto behind the strict proxy; without moto skipped',
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'hooklane-code-'));
    let strict: StrictAws;
    let clients: Clients;

    beforeAll(async () => {
      strict = await startStrictAws(moto?.endpoint ?? '');
      clients = createClients(strict.endpoint);
    });

    afterAll(async () => {
      for (const client of Object.values(clients)) client.destroy();
      await strict.stop();
      rmSync(directory, { recursive: true, force: true });
    });

    beforeEach(() => strict.reset());

    const argsOf = (line: string): readonly string[] => [
      ...line.split(' '),
      '--stage',
      'test',
      '--endpoint',
      strict.endpoint,
    ];
    const run = (line: string): Promise<HooklaneRun> =>
      runHooklane(argsOf(line), { directory, env });

    /** Runs a command that is to succeed, and reads its JSON. */
    async function ask(line: string): Promise<unknown> {
      const { stdout, stderr, exitCode } = await run(`${line} --json`);
      expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
      return JSON.parse(stdout);
    }

    async function send(queue: string, MessageBody: string): Promise<void> {
      const { QueueUrl } = await clients.sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
      await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    }

    /** Makes a lane whose function has other code than the command has, which a `code update` changes. */
    async function provisionOtherCode(): Promise<void> {
      await provisionPartner(
        { partnerId: 'acme', compute: { kind: 'lambda' } },
        { stage: 'test', clients, quotas: false, code: codeOf('exports.handler = async () => 1;') },
      );
    }

    it('get new code, and the old code back when a wave is not well', async () => {
      await ask('platform up --no-alarms');
      await provisionOtherCode();
      const update = startHooklane(argsOf('code update --watch 2s'), { directory, env });
      const ended = readToEnd(update);
      await said(update, 'the new code is watched');
      for (const body of ['1', '2', '3', '4', '5']) await send('hooklane-test-acme-dlq', body);
      const { stdout, exitCode } = await ended;
      expect(exitCode).toBe(1);
      expect(stdout).toMatch(/^1 function back on the old code/);
      expect(stdout).toMatch(/^acme +0, before 0 +0, before 0 +5, before 0$/m);
      expect(await ask('code update --watch 0s')).toMatchObject({ updated: ['acme'] });
      expect((await run('code update --watch 0s')).stdout).toBe(
        '0 functions changed, 1 had the code already\n',
      );
    });

    it('are left as they are when a person interrupts, who is told to run again', async () => {
      await ask('platform up --no-alarms');
      await provisionOtherCode();
      const update = startHooklane(argsOf('code update --watch 5m'), { directory, env });
      const ended = readToEnd(update);
      await said(update, 'the new code is watched');
      update.kill('SIGINT');
      const { stdout, stderr, exitCode } = await ended;
      expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 130 });
      expect(stderr).toMatch(/^error: Interrupted\. .*run the same command again to go on\n$/m);
    });
  },
);

/** Waits until a process has said this on its standard error. */
async function said({ stderr }: ChildProcess, words: string): Promise<void> {
  let heard = '';
  for await (const [chunk] of on(stderr as NonNullable<typeof stderr>, 'data')) {
    heard += String(chunk);
    if (heard.includes(words)) return;
  }
}
