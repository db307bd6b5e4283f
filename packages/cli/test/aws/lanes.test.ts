import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DeleteEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { encodeHook } from '@hooklane/core';
import { buildHook } from '@hooklane/core/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startMoto } from '../../../../test/setup/moto.ts';
import { type StrictAws, startStrictAws } from '../../../../test/setup/strict-aws/strict-aws.ts';
import { type Clients, createClients } from '../../../provisioner/test/aws/strict-account.ts';
import { type HooklaneRun, runHooklane } from '../support/run-hooklane.ts';

const moto = await startMoto();
afterAll(() => moto?.stop());
// That of the clients with which the tests look from outside.
const env = { AWS_REGION: 'eu-west-1' };

describe.skipIf(moto === undefined)(
  'lanes on moto behind the strict proxy; without moto skipped',
  () => {
    const directory = mkdtempSync(join(tmpdir(), 'hooklane-lanes-'));
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

    const run = (line: string): Promise<HooklaneRun> =>
      runHooklane([...line.split(' '), '--stage', 'test', '--endpoint', strict.endpoint], {
        directory,
        env,
      });

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

    it('are provisioned step by step, and the next command is told', async () => {
      const platform = await run('platform up');
      expect(platform.exitCode).toBe(0);
      expect(platform.stdout).toMatch(
        /^Stage +test\nResults +http.*\nAlarms +arn:aws:sns:.*\nNext +hooklane partner add /,
      );
      expect(platform.stderr).toMatch(/^created +results queue hooklane-test-results$/m);
      const added = await run('partner add acme --memory 512');
      expect(added.exitCode).toBe(0);
      expect(added.stdout).toMatch(
        /^Secret +\/hooklane\/test\/acme\/secrets in SSM\n +hooklane partner show acme --secret --stage test/m,
      );
      expect(added.stderr).toMatch(/^created +function hooklane-test-acme$/m);
      expect(added.stdout + added.stderr).not.toContain('whsec_');
      const again = await run('partner add acme --memory 512');
      expect(again).toMatchObject({ exitCode: 0, stdout: added.stdout });
      expect(again.stderr).toMatch(/^unchanged +\d+ resources\n$/);
      expect((await run('partner list')).stdout).toMatch(/^acme +lambda +http/m);
    });

    it('are provisioned for a worker without function and secret', async () => {
      expect(await ask('platform up --worker')).not.toHaveProperty('alarmTopicArn');
      expect(await ask('partner add acme --worker --secret')).toMatchObject({
        compute: { kind: 'worker' },
      });
      const done = strict.calls.map(({ operation }) => operation);
      expect(done).not.toContain('CreateFunction');
      const update = await run('partner update acme --rate 5');
      expect(update).toMatchObject({ exitCode: 2, stdout: '' });
      expect(update.stderr).toMatch(/^error: .*worked by a worker.*\n$/);
    });

    it('are shown with their settings, and changed in what an update says', async () => {
      await ask('platform up --no-alarms');
      const { secret } = (await ask('partner add acme --memory 512 --secret')) as Secret;
      await ask('partner update acme --timeout 20s --schedule 1m,1h');
      expect(await ask('partner show acme --secret')).toMatchObject({
        isEnabled: true,
        drift: [],
        memoryMb: 512,
        policy: { timeoutMs: 20_000, schedule: [60_000, 3_600_000] },
        secrets: [secret],
      });
      const { stdout } = await run('partner show acme');
      expect(stdout).toMatch(/^Worked by +a function, 512 MB, nodejs24\.x, 2 at a time at most$/m);
      expect(stdout).toMatch(
        /^Policy +schedule 3 attempts within 1 h\n +10 requests at a time, each 20 s at most$/m,
      );
      const planned = await run('plan acme --memory 1024 --timeout 20s --schedule 1m,1h');
      expect(planned.stdout).toMatch(
        /^update +function +hooklane-test-acme +memoryMb, hooklane:spec$/m,
      );
      expect(planned.stdout).toMatch(/^0 to create, 2 to update, 0 to remove, \d+ to keep\n$/m);
    });

    it('are disabled, enabled, and get new secrets', async () => {
      await ask('platform up --no-alarms');
      const before = (await ask('partner add acme --secret')) as Secret;
      expect((await run('partner disable acme')).stdout).toContain(
        'hooklane partner enable acme --stage test',
      );
      expect(await ask('partner show acme')).toMatchObject({ isEnabled: false });
      await ask('partner enable acme');
      const refused = await run('partner rotate-secret acme');
      expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
      const after = (await ask('partner rotate-secret acme --overlap 1h --secret --yes')) as Secret;
      expect(await ask('partner show acme --secret')).toMatchObject({
        isEnabled: true,
        secrets: [after.secret, before.secret],
      });
    });

    it('are removed after a yes, and not with dead letters in them', async () => {
      await ask('platform up --no-alarms');
      await ask('partner add acme');
      await send('hooklane-test-acme-dlq', 'no hook');
      expect(await run('partner remove acme')).toMatchObject({ exitCode: 3, stdout: '' });
      const full = await run('partner remove acme --yes');
      expect(full.exitCode).toBe(3);
      expect(full.stderr).toMatch(/^error: The lane of partner acme .*--force/m);
      expect(await ask('partner remove acme --force --yes')).toMatchObject({ isRemoved: true });
      expect(await ask('partner list')).toEqual([]);
      const gone = await run('partner remove acme --yes');
      expect(gone).toMatchObject({ exitCode: 5, stdout: '' });
      expect(gone.stderr).toMatch(/^error: Partner acme has no lane in stage test/m);
    });

    it('are examined by the doctor, who fails for what is missing', async () => {
      await ask('platform up --no-alarms');
      await ask('partner add acme');
      const well = await run('doctor');
      expect(well.exitCode).toBe(0);
      expect(well.stdout).toMatch(/^ok +credentials +account 123456789012, arn:aws:/m);
      expect(well.stdout).toMatch(/^ok +quotas +room for [\d,]+ more lanes/m);
      const { lambda } = clients;
      const { EventSourceMappings = [] } = await lambda.send(
        new ListEventSourceMappingsCommand({}),
      );
      for (const { UUID } of EventSourceMappings) {
        await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
      }
      const ill = await run('doctor');
      expect(ill.exitCode).toBe(1);
      expect(ill.stdout).toMatch(/^fail +drift +event source mapping hooklane-test-acme: missing/m);
    });

    it('have dead letters that go back by a replay, and messages that move', async () => {
      await ask('platform up --worker');
      await ask('partner add acme --worker');
      await ask('partner add other --worker');
      await send('hooklane-test-acme-dlq', encodeHook(buildHook()));
      expect(await ask('replay acme')).toMatchObject({ moved: 1, failed: 0 });
      expect(await ask('partner show acme')).toMatchObject({
        backlog: { visible: 1 },
        deadLetters: 0,
      });
      const moved = await run('move --from hooklane-test-acme --to hooklane-test-other-dlq');
      expect(moved.stdout).toMatch(/^Moved +1\n/);
      expect(await ask('partner show other')).toMatchObject({ deadLetters: 1 });
    });

    it.each([
      ['partner list', 5, /no platform.*hooklane platform up/],
      ['partner add acme', 5, /no platform.*hooklane platform up/],
      ['plan acme', 5, /no platform/],
      ['partner show acme', 5, /no platform/],
      ['partner add acme --worker --memory 512', 2, /--memory is for a lane with a function/],
      ['code update', 5, /no platform/],
      ['code update --waves 0.5', 2, /waves must be/],
      ['replay acme', 5, /acme has no lane in stage test/],
      ['move --from a --to b', 5, /no queue (a|b)/],
    ])('are told of in words when there are none: hooklane %s', async (line, exitCode, message) => {
      const done = await run(line);
      expect(done).toMatchObject({ exitCode, stdout: '' });
      expect(done.stderr).toMatch(message);
      expect(done.stderr).toMatch(/^error: [^\n]*\n$/);
    });
  },
);

interface Secret {
  readonly secret: string;
}
