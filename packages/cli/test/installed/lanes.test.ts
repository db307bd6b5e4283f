import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type QueueAttributeName,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { encodeHook } from '@hooklane/core';
import { buildHook } from '@hooklane/core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type HooklaneRun,
  readToEnd,
  runHooklane,
  startHooklane,
} from '../support/run-hooklane.ts';
import { type DevProcess, startDev } from '../support/start-dev.ts';

const directory = mkdtempSync(join(tmpdir(), 'hooklane-lanes-'));
let dev: DevProcess;
let sqs: SQSClient;

beforeAll(async () => {
  dev = await startDev(directory);
  sqs = new SQSClient({
    endpoint: dev.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
}, 30_000);

afterAll(async () => {
  sqs.destroy();
  await dev[Symbol.asyncDispose]();
  rmSync(directory, { recursive: true, force: true });
});

const run = (line: string): Promise<HooklaneRun> => runHooklane(line.split(' '), { directory });

/** Runs a command that is to succeed, and reads its JSON. */
async function ask(line: string): Promise<unknown> {
  const { stdout, stderr, exitCode } = await run(`${line} --json`);
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  return JSON.parse(stdout);
}

async function send(queue: string, MessageBody: string, reason?: string): Promise<void> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  const MessageAttributes = reason && { reason: { DataType: 'String', StringValue: reason } };
  await sqs.send(
    new SendMessageCommand({
      QueueUrl,
      MessageBody,
      ...(MessageAttributes && { MessageAttributes }),
    }),
  );
}

async function count(queue: string): Promise<number> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
  const AttributeNames: QueueAttributeName[] = ['ApproximateNumberOfMessages'];
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages);
}

function bodyOf(partnerId: string, type: string): string {
  return encodeHook(buildHook({ id: `msg_${type}`, partnerId, type }));
}

describe.concurrent('the partners of a running `hooklane dev`', () => {
  it('are added, listed and shown, and their secrets only when asked for', async () => {
    const added = await run('partner add first --concurrency 3 --memory 512');
    expect(added.exitCode).toBe(0);
    expect(added.stdout).toMatch(
      /^Partner +first\nQueue +http.*-first\nSecret +hooklane partner show first --secret\n/,
    );
    expect(added.stderr).toBe('memoryMb: left out, `hooklane dev` has no such thing\n');
    const listed = await run('partner list');
    expect(listed.stdout).toMatch(/^PARTNER +WORKED BY +QUEUE\n/);
    expect(listed.stdout).toMatch(/^first +worker +http/m);
    const shown = await run('partner show first');
    expect(shown.stdout).toMatch(/^Worked by +`hooklane dev`$/m);
    expect(shown.stdout).toContain('3 requests at a time');
    expect(shown.stdout + added.stdout).not.toContain('whsec_');
    expect(await ask('partner show first --secret')).toMatchObject({
      secrets: [expect.stringMatching(/^whsec_/)],
      policy: { concurrency: 3 },
    });
  });

  it('are changed by an update in what it says, and in nothing else', async () => {
    await ask('partner add changed --concurrency 3 --timeout 5s');
    await ask('partner update changed --concurrency 4');
    expect(await ask('partner show changed')).toMatchObject({
      policy: { concurrency: 4, timeoutMs: 5_000 },
    });
  });

  it('are planned with a configuration file, without anything being done', async () => {
    writeFileSync(join(directory, 'planned.json'), '{"policy":{"schedule":[1000]}}');
    const planned = await run('plan planned --config planned.json');
    expect(planned.stdout).toMatch(/^STEP +RESOURCE +NAME +CHANGES\n/);
    expect(planned.stdout).toMatch(/^create +lane queue +hooklane-local-planned$/m);
    expect(planned.stdout).toContain('0 to update, 0 to remove, 0 to keep');
    expect((await run('partner show planned')).exitCode).toBe(5);
  });

  it('are disabled, purged and enabled', async () => {
    await ask('partner add stopped');
    await ask('partner disable stopped');
    await send('hooklane-local-stopped', bodyOf('stopped', 'a'));
    expect(await ask('partner show stopped')).toMatchObject({
      isEnabled: false,
      backlog: { visible: 1 },
    });
    const refused = await run('partner disable stopped --purge');
    expect(refused).toMatchObject({ exitCode: 3, stdout: '' });
    expect(refused.stderr).toMatch(/^error: Delete all hooks .* partner stopped .*--yes.*\n$/);
    expect(await ask('partner disable stopped --purge --yes')).toMatchObject({ isPurged: true });
    expect(await ask('partner show stopped')).toMatchObject({ backlog: { visible: 0 } });
    await ask('partner enable stopped');
    expect(await ask('partner show stopped')).toMatchObject({ isEnabled: true });
  });

  it('get a new secret beside the old one', async () => {
    await ask('partner add turned');
    const { secrets: before } = (await ask('partner show turned --secret')) as Shown;
    const rotated = (await ask('partner rotate-secret turned --overlap 1h --secret --yes')) as {
      readonly secret: string;
    };
    const { secrets } = (await ask('partner show turned --secret')) as Shown;
    expect(secrets).toEqual([rotated.secret, ...before]);
  });

  it('are removed after a yes, and not with hooks in the lane', async () => {
    await ask('partner add gone');
    expect(await run('partner remove gone')).toMatchObject({ exitCode: 3, stdout: '' });
    await ask('partner disable gone');
    await send('hooklane-local-gone', bodyOf('gone', 'a'));
    const full = await run('partner remove gone --drain 100ms --yes');
    expect(full.exitCode).toBe(3);
    expect(full.stderr).toMatch(/^error: The lane of partner gone .*--force.*\n$/);
    expect(await ask('partner remove gone --force --yes')).toMatchObject({ isRemoved: true });
    expect(await run('partner remove gone --yes')).toMatchObject({ exitCode: 5 });
  });
});

interface Shown {
  readonly secrets: readonly string[];
}

describe.concurrent('dead letters of a running `hooklane dev`', () => {
  it('go back into their lane by a replay, but for poison', async () => {
    await ask('partner add dead');
    await ask('partner disable dead');
    const queue = 'hooklane-local-dead-dlq';
    await send(queue, bodyOf('dead', 'paid'), 'exhausted');
    await send(queue, bodyOf('dead', 'lost'), 'rejected');
    await send(queue, 'no hook', 'poison');
    expect(await ask('replay dead --type paid --dry-run')).toMatchObject({
      moved: 1,
      skipped: 2,
    });
    const replayed = await run('replay dead');
    expect(replayed).toMatchObject({ exitCode: 0, stderr: '' });
    expect(replayed.stdout).toMatch(/^Moved +2\nSkipped +1\nFailed +0\n/);
    expect(await ask('partner show dead')).toMatchObject({
      deadLetters: 1,
      backlog: { visible: 2 },
    });
  });

  it('fail a replay that leaves some, because somebody else has them', async () => {
    await ask('partner add held');
    const queue = 'hooklane-local-held-dlq';
    await send(queue, bodyOf('held', 'a'));
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queue }));
    await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 600 }));
    const { exitCode, stdout } = await run('replay held');
    expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/^Hidden +1 message /m)]);
  });

  it('are moved to any queue by its name, as many as asked for and with a text', async () => {
    await ask('partner add from');
    await ask('partner add to');
    await ask('partner disable to');
    for (const type of ['a', 'b', 'c']) await send('hooklane-local-from-dlq', bodyOf('to', type));
    const line = 'move --from hooklane-local-from-dlq --to hooklane-local-to';
    expect(await ask(`${line} --match msg_b`)).toMatchObject({ moved: 1, failed: 0 });
    expect(await ask(`${line} --limit 1`)).toMatchObject({ moved: 1, ended: 'limit' });
    expect(await ask('partner show to')).toMatchObject({ backlog: { visible: 2 } });
  });

  it('say what was moved when a person interrupts, and go on when run again', async () => {
    await ask('partner add slow');
    const [from, to] = ['hooklane-local-slow-dlq', 'hooklane-local-slow-target'];
    await sqs.send(new CreateQueueCommand({ QueueName: to }));
    for (const type of ['a', 'b', 'c']) await send(from, bodyOf('slow', type));
    const line = `move --from ${from} --to ${to}`;
    const move = startHooklane(`${line} --rate 1 --json`.split(' '), { directory });
    const ended = readToEnd(move);
    await expect.poll(() => count(to), { timeout: 20_000 }).toBe(1);
    move.kill('SIGINT');
    const { exitCode, stdout, stderr } = await ended;
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/^\{"error":\{"code":"interrupted",.*\}\}\n$/);
    const { moved, ended: why } = JSON.parse(stdout) as Moved;
    expect({ moved, why }).toEqual({ moved: await count(to), why: 'aborted' });
    expect(await ask(line)).toMatchObject({ moved: 3 - moved, ended: 'empty' });
  });
});

interface Moved {
  readonly moved: number;
  readonly ended: string;
}

describe('the doctor of a running `hooklane dev`', () => {
  it('tells of disabled lanes and dead letters, and is content with the rest', async () => {
    await ask('partner add ill');
    await ask('partner disable ill');
    await send('hooklane-local-ill-dlq', 'no hook');
    const { exitCode, stdout } = await run('doctor');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^ok +hooklane dev +runs on /m);
    expect(stdout).toMatch(/^warn +deliveries +disabled: .*ill/m);
    expect(stdout).toMatch(/^warn +dead letters +.*ill 1/m);
  });

  it('fails where none runs', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'hooklane-lanes-'));
    const { exitCode, stdout } = await runHooklane(['doctor', '--json'], { directory: elsewhere });
    rmSync(elsewhere, { recursive: true });
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      isWell: false,
      checks: [
        { name: 'Node.js', state: 'ok' },
        { name: 'hooklane dev', state: 'fail' },
      ],
    });
  });
});
