import type { GetParameterCommand } from '@aws-sdk/client-ssm';
import { generateSecret } from '@hooklane/signature';
import { expect, it } from 'vitest';
import { httpApiEvent, restApiEvent } from '../local/api-gateway-event.ts';
import { startQueues } from '../local/queues.ts';
import { signWebhook } from '../local/sender.ts';
import type { Log } from '../log.ts';
import { createParameterSecrets } from '../parameter-secrets.ts';
import { createVerifyWebhook } from '../verify-webhook.ts';

const secret = generateSecret();
const webhook = signWebhook({ id: 'msg_1', body: '{"type":"order.placed"}', secret });

/** The function on a queue of its own, and what it logged. */
async function startFunction(secrets: () => Promise<readonly string[]> = async () => [secret]) {
  const queues = await startQueues({ maxReceiveCount: 3 });
  const logged: Parameters<Log>[0][] = [];
  const log: Log = (entry) => logged.push(entry);
  const { client, queueUrl } = queues;
  return { verify: createVerifyWebhook({ secrets, client, queueUrl, log }), queues, logged };
}

it('verifies whatever the case of the header names, and the bytes behind base64', async () => {
  const { verify, queues } = await startFunction();
  await using _ = queues;
  const rest = restApiEvent(webhook);
  expect(Object.keys(rest.headers ?? {})).toContain('Webhook-Signature');
  expect((await verify(rest)).statusCode).toBe(200);
  expect((await verify(httpApiEvent(webhook))).statusCode).toBe(200);
  expect(queues.count()).toBe(2);
});

it('answers 500 while SQS or the secrets cannot be reached, so that the sender comes again', async () => {
  const outage = Object.assign(new Error('no route'), { name: 'Outage' });
  const { verify, queues, logged } = await startFunction(() => Promise.reject(outage));
  await using _ = queues;
  expect((await verify(httpApiEvent(webhook))).statusCode).toBe(500);
  const client = { send: () => Promise.reject(outage) };
  const log: Log = (entry) => logged.push(entry);
  const withoutSqs = createVerifyWebhook({
    secrets: async () => [secret],
    client,
    queueUrl: queues.queueUrl,
    log,
  });
  expect((await withoutSqs(httpApiEvent(webhook))).statusCode).toBe(500);
  expect(queues.count()).toBe(0);
  const entry = {
    level: 'error',
    message: 'Cannot take webhooks',
    code: 'Outage',
    reason: 'no route',
  };
  expect(logged).toEqual([entry, entry]);
});

it('reads its secrets once in five minutes, two during a rotation, and again after a failure', async () => {
  let now = 0;
  const answers = ['old', new Error('throttled'), 'new,old'];
  const asked: unknown[] = [];
  const client = {
    send: async (command: unknown) => {
      asked.push(command);
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      return { Parameter: { Value: answer } };
    },
  };
  const secrets = createParameterSecrets({ client, name: '/webhooks/secret', now: () => now });
  expect([await secrets(), await secrets()]).toEqual([['old'], ['old']]);
  now = 300_000;
  await expect(secrets()).rejects.toThrow('throttled');
  expect(await secrets()).toEqual(['new', 'old']);
  expect(asked).toHaveLength(3);
  expect((asked[0] as GetParameterCommand).input).toEqual({
    Name: '/webhooks/secret',
    WithDecryption: true,
  });
});
