import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SSMClient } from '@aws-sdk/client-ssm';
import { encodeAlarmEnvironment, parseAlarmEnvironment } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { createAlarmHandler } from '../../src/lambda.ts';
import { createInstantClock } from './instant-clock.ts';
import { readEventFile } from './read-events.ts';
import { startSlack } from './slack-stand-in.ts';

/** SSM with one parameter, as much of it as is asked for. */
async function startSsm(value: () => string) {
  const inputs: unknown[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    inputs.push(JSON.parse(Buffer.concat(chunks).toString()));
    outgoing.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    outgoing.end(JSON.stringify({ Parameter: { Value: value() } }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new SSMClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    inputs,
    client,
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const environment = encodeAlarmEnvironment({
  slackUrlParameter: '/hooklane/prod/alarms/slack-url',
  runbookUrl: 'https://wiki.example/{alarm}',
});

describe('createAlarmHandler', () => {
  it('reads the Slack URL from its parameter, at most every five minutes', async () => {
    await using slack = await startSlack();
    await using ssm = await startSsm(() => slack.url);
    const clock = createInstantClock();
    const handler = createAlarmHandler(environment, {
      clients: { ssm: ssm.client },
      clock,
      fetch: slack.fetch,
    });
    const event = readEventFile('sns-ok');
    expect(await handler(event)).toEqual({ posted: 1 });
    clock.pass(5 * 60_000 - 1);
    await handler(event);
    expect(ssm.inputs).toEqual([{ Name: '/hooklane/prod/alarms/slack-url', WithDecryption: true }]);
    clock.pass(1);
    await handler(event);
    expect(ssm.inputs).toHaveLength(2);
    expect(slack.taken).toHaveLength(3);
    expect(JSON.stringify(slack.taken)).toContain('https://wiki.example/hooklane-prod-acme-age');
  });

  it('reads the URL anew after Slack did not take a message', async () => {
    await using slack = await startSlack();
    await using ssm = await startSsm(() => slack.url);
    const handler = createAlarmHandler(environment, {
      clients: { ssm: ssm.client },
      clock: createInstantClock(),
      fetch: slack.fetch,
    });
    slack.answers.push({ status: 404, body: 'no_service' });
    const event = readEventFile('sns-ok');
    await expect(handler(event)).rejects.toMatchObject({ code: 'slack_post_failed' });
    expect(await handler(event)).toEqual({ posted: 1 });
    expect(ssm.inputs).toHaveLength(2);
  });

  it('asks again when the parameter holds no URL, and does not show what it holds', async () => {
    await using slack = await startSlack();
    let value = 'hooks.slack.test/a-secret';
    await using ssm = await startSsm(() => value);
    const handler = createAlarmHandler(environment, {
      clients: { ssm: ssm.client },
      clock: createInstantClock(),
      fetch: slack.fetch,
    });
    await expect(handler(readEventFile('sns-ok'))).rejects.toMatchObject({
      code: 'invalid_slack_url',
      message: expect.not.stringContaining('a-secret'),
    });
    value = slack.url;
    expect(await handler(readEventFile('sns-ok'))).toEqual({ posted: 1 });
  });

  it.each([{}, { HOOKLANE_SLACK_URL_PARAMETER: '' }])('refuses the environment %j', (bad) => {
    expect(() => createAlarmHandler(bad)).toThrow(
      expect.objectContaining({ code: 'invalid_environment' }),
    );
  });

  it('is told what was written for it', () => {
    const told = { slackUrlParameter: '/p', runbookUrl: 'https://wiki.example/{alarm}' };
    expect(parseAlarmEnvironment(encodeAlarmEnvironment(told))).toEqual(told);
    expect(parseAlarmEnvironment(encodeAlarmEnvironment({ slackUrlParameter: '/p' }))).toEqual({
      slackUrlParameter: '/p',
    });
  });
});
