import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { signedRequest } from '../../packages/receiver/src/testing.ts';
import { runCommand } from '../run-command.ts';
import { startMoto } from '../setup/moto.ts';
import { startStrictAws } from '../setup/strict-aws/strict-aws.ts';
import { root } from '../workspace.ts';
import type { Play } from './play.ts';
import { playCli } from './play-cli.ts';
import { startSample } from './run-sample.ts';
import { freePort, stagePartner, verifiedJson } from './staged-partner.ts';
import { stageSqs } from './staged-sqs.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const lane = 'hooklane-prod-acme';
const hook = {
  v: 1,
  id: 'msg_1',
  partnerId: 'acme',
  url: 'https://acme.example/hooks',
  type: 'invoice.paid',
  body: '{"amount":12}',
  createdAt: 1_770_000_000_000,
};

/** Samples that print something, and need nothing. */
function playPrinting(document: string, printed: RegExp): Play {
  return async (project) => {
    await using sample = startSample(document, { project });
    expect(await sample.output()).toMatch(printed);
    return 'played';
  };
}

const playRoot: Play = async (project) => {
  const port = String(await freePort());
  await using sample = startSample('README.md', { project, edits: [['3000', port]] });
  expect(await sample.output()).toMatch(/^received msg_\w+ \{"amount":12\}$/m);
  return 'played';
};

const playQueue: Play = async (project) => {
  await using sqs = await stageSqs([lane]);
  await using sample = startSample('packages/queue/README.md', { project, env: sqs.env });
  await sample.output();
  expect(sqs.bodies(lane)).toEqual([
    expect.objectContaining({
      v: 1,
      partnerId: 'acme',
      type: 'invoice.paid',
      body: '{"amount":12}',
    }),
  ]);
  return 'played';
};

const playHandler: Play = async (project) => {
  await using sqs = await stageSqs([lane, `${lane}-dlq`]);
  await using partner = await stagePartner();
  const url = `http://127.0.0.1:${partner.port}/hooks`;
  await sqs.send(lane, { body: JSON.stringify({ ...hook, url }) });
  // Its partners are on the internet, this one is not; and a stop waits for the polls under way.
  const open =
    'pollSeconds: 1, egress: { allowHttp: true, allowPrivateAddresses: true, ports: "any" },';
  await using sample = startSample('packages/handler/README.md', {
    project,
    env: { ...sqs.env, ACME_SECRET: secret },
    edits: [sqs.edit, ['  secrets:', `  ${open}\n  secrets:`]],
  });
  const request = await Promise.race([partner.received, sample.output()]);
  if (typeof request === 'string') throw new Error('The worker ended by itself');
  expect(verifiedJson(request, secret)).toEqual({ amount: 12 });
  expect(await sample.terminate()).toBe(0);
  return 'played';
};

const playProvisioner: Play = async (project) => {
  const moto = await startMoto();
  if (moto === undefined) return { lacks: 'moto' };
  const strict = await startStrictAws(moto.endpoint);
  try {
    const handler = join(root, 'packages/handler');
    if (!existsSync(join(handler, 'dist/function/handler.zip'))) {
      await runCommand(process.execPath, ['build/build-lambda.ts'], handler);
    }
    const env = { AWS_ENDPOINT_URL: strict.endpoint };
    await using sample = startSample('packages/provisioner/README.md', { project, env });
    const output = await sample.output();
    expect(output).toMatch(/^results come out of http\S+hooklane-prod-results$/m);
    expect(output).toMatch(/^http\S+hooklane-prod-acme signs its hooks$/m);
  } finally {
    await strict.stop();
    await moto.stop();
  }
  return 'played';
};

const playReceiver: Play = async (project) => {
  const port = await freePort();
  await using sample = startSample('packages/receiver/README.md', {
    project,
    env: { WEBHOOK_SECRET: secret },
    edits: [['listen(3000)', `listen(${port}, '127.0.0.1', () => console.log('listening'))`]],
  });
  await sample.printed('listening');
  const data = { invoiceId: 'inv_1', cents: 1200 };
  const init = signedRequest({ id: 'msg_1', type: 'invoice.paid', data }, { secret });
  const url = `http://127.0.0.1:${port}/`;
  const signed = await fetch(url, init);
  const unsigned = await fetch(url, { method: 'POST', body: '{}' });
  expect([signed.status, unsigned.status]).toEqual([200, 400]);
  await sample.printed('msg_1 inv_1 1200');
  return 'played';
};

const playSubscriptions: Play = async (project) => {
  await using sqs = await stageSqs([lane, 'hooklane-prod-results']);
  const document = 'packages/subscriptions/README.md';
  // A stop waits for the polls under way.
  const quick = ['resultsQueueUrl })', 'resultsQueueUrl, pollSeconds: 1 })'] as const;
  const edits = [sqs.edit, quick];
  await using sample = startSample(document, { project, env: sqs.env, edits });
  expect(await sample.output()).toMatch(/^acme accepted$/m);
  const [sent] = sqs.bodies(lane);
  expect(sent).toMatchObject({ url: 'https://acme.example/hooks', type: 'transfer.created' });
  expect(JSON.parse(String(sent?.['body']))).toMatchObject({ data: { amount: 12 } });
  return 'played';
};

const playOps: Play = async (project) => {
  await using sqs = await stageSqs([lane, `${lane}-dlq`]);
  for (const [id, reason] of [
    ['msg_1', 'exhausted'],
    ['msg_2', 'rejected'],
  ] as const) {
    await sqs.send(`${lane}-dlq`, {
      body: JSON.stringify({ ...hook, id }),
      attributes: { reason },
    });
  }
  await using sample = startSample('packages/ops/README.md', {
    project,
    env: sqs.env,
    edits: [sqs.edit],
  });
  expect(await sample.output()).toMatch(/^1 moved 1 skipped empty$/m);
  expect(sqs.bodies(lane)).toEqual([expect.objectContaining({ id: 'msg_1' })]);
  expect(sqs.bodies(`${lane}-dlq`)).toEqual([expect.objectContaining({ id: 'msg_2' })]);
  return 'played';
};

const playLocal: Play = async (project) => {
  await using partner = await stagePartner();
  await using sample = startSample('packages/local/README.md', {
    project,
    edits: [['3000', String(partner.port)]],
  });
  const output = await sample.output();
  expect(output).toMatch(/^msg_\w+ 1 delivered$/m);
  const [, key = ''] = /^verify with (\S+)$/m.exec(output) ?? [];
  expect(verifiedJson(await partner.received, key)).toEqual({ amount: 12 });
  return 'played';
};

/** By the name of the package; `.` is the README of the repository. */
export const plays: Readonly<Record<string, Play>> = {
  '.': playRoot,
  cdk: playPrinting('packages/cdk/README.md', /^\d+ resources$/m),
  cli: playCli,
  core: playPrinting('packages/core/README.md', /^attempt 2 in 900000 ms$/m),
  'create-hooklane': playPrinting(
    'packages/create-hooklane/README.md',
    /^0 partners subscribe to it$/m,
  ),
  handler: playHandler,
  local: playLocal,
  ops: playOps,
  provisioner: playProvisioner,
  queue: playQueue,
  receiver: playReceiver,
  signature: playPrinting('packages/signature/README.md', /^v1,\S{44} true$/m),
  subscriptions: playSubscriptions,
};
