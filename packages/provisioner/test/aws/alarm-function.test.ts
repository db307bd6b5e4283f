import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetFunctionCommand } from '@aws-sdk/client-lambda';
import { systemClock } from '@hooklane/core';
import { afterAll, describe, expect, it } from 'vitest';
import { ricForTests, startFunction } from '../../../../test/setup/lambda-runtime.ts';
import { startMoto } from '../../../../test/setup/moto.ts';
import { createSelfSigned } from '../../../handler/test/hostile-partner/certificate.ts';
import type { SlackMessage } from '../../../ops/src/alarm/slack-message.ts';
import { findBlockKitFault } from '../../../ops/test/alarm/block-kit.ts';
import { builtAlarmArtifact } from '../../../ops/test/alarm/built-alarm-artifact.ts';
import { readEventFile } from '../../../ops/test/alarm/read-events.ts';
import { provisionAlarms } from '../../src/index.ts';
import { openAccount } from './strict-account.ts';

const moto = await startMoto();
const ric = await ricForTests();
afterAll(() => moto?.stop());
const missing = moto === undefined ? "no moto: pip install 'moto[server]'" : undefined;
const skipped = missing ?? (typeof ric === 'string' ? undefined : ric.missing);
if (skipped !== undefined) process.stdout.write(`Skipped the alarms on AWS: ${skipped}\n`);

describe.skipIf(skipped !== undefined)('the function of the alarms, under Lambda', () => {
  it('posts what SNS brings, fails while Slack is down, and tells nobody the URL', async () => {
    await using account = await openAccount(moto?.endpoint ?? '', { clock: systemClock });
    await using slack = await startSecureSlack();
    const { stage, ...options } = account.options;
    const code = await builtAlarmArtifact();
    const { functionName } = await provisionAlarms(
      { stage, slackUrl: slack.url },
      { ...options, code },
    );
    const { Configuration = {} } = await account.clients.lambda.send(
      new GetFunctionCommand({ FunctionName: functionName }),
    );
    expect(Configuration.CodeSha256).toBe(code.sha256);
    await using working = await startFunction({
      zip: code.zip,
      handler: Configuration.Handler ?? '',
      environment: {
        ...Configuration.Environment?.Variables,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_ENDPOINT_URL: account.strict.endpoint,
        NODE_EXTRA_CA_CERTS: slack.certificatePath,
      },
      timeoutMs: Number(Configuration.Timeout) * 1_000,
      memoryMb: Number(Configuration.MemorySize),
      ric: ric as string,
    });
    const event = readEventFile('sns-metric');
    expect(await working.invoke(event)).toMatchObject({ ok: true });
    expect(slack.received.map(findBlockKitFault)).toEqual([undefined]);
    const [message] = slack.received;
    expect(message?.text).toBe('🚨 ALARM: hooklane-prod-acme-age');
    // The lane is of another stage, so that its log group is not there.
    expect(JSON.stringify(message)).toContain('are missing: ResourceNotFoundException');
    slack.status = 403;
    expect(await working.invoke(event)).toMatchObject({ ok: false, errorType: 'HooklaneError' });
    slack.status = 200;
    expect(await working.invoke(event)).toMatchObject({ ok: true });
    expect(slack.received).toHaveLength(3);
    expect(working.output).not.toContain('a-secret');
    process.stdout.write(
      `The alarms' function: zip of ${code.zip.length} bytes, ready in ${Math.round(working.readyMs)} ms, ${Math.round(working.peakRssKb() / 1_024)} MB\n`,
    );
  }, 60_000);
});

/** Slack over TLS, as the function insists. */
async function startSecureSlack() {
  const { cert, key } = createSelfSigned('127.0.0.1');
  const directory = await mkdtemp(join(tmpdir(), 'hooklane-slack-'));
  const certificatePath = join(directory, 'cert.pem');
  await writeFile(certificatePath, cert);
  const received: SlackMessage[] = [];
  const server = createServer({ cert, key }, async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    received.push(JSON.parse(Buffer.concat(chunks).toString()));
    outgoing.writeHead(slack.status).end(slack.status === 200 ? 'ok' : 'action_prohibited');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const slack = {
    status: 200,
    url: `https://127.0.0.1:${port}/services/T0/B0/a-secret`,
    certificatePath,
    received,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await rm(directory, { recursive: true, force: true });
    },
  };
  return slack;
}
