import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { type AttemptResult, silentLogger } from '@hooklane/core';
import { acknowledgeMessages, publishHooks, receiveMessages } from '@hooklane/queue';
import { startEmbeddedSqs } from '@hooklane/queue/embedded';
import { verifySignature } from '@hooklane/receiver';
import { expect, it } from 'vitest';
import { createWorker } from '../src/index.ts';
import { secret } from './support/lane-under-test.ts';

it('carries a hook over real SQS calls and real HTTP to a verified receipt, after one failure', async () => {
  await using sqs = await startEmbeddedSqs();
  const clients = { sqs: sqs.client };
  const createQueue = async (QueueName: string): Promise<string> => {
    const { QueueUrl } = await sqs.client.send(new CreateQueueCommand({ QueueName }));
    return QueueUrl as string;
  };
  const [queueUrl, deadLetterQueueUrl, resultsQueueUrl] = await Promise.all(
    ['lane', 'lane-dlq', 'results'].map(createQueue),
  );
  const received: { id: string; attempt: string | string[] | undefined; body: string }[] = [];
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const { id } = verifySignature({ headers: request.headers, body }, { secrets: secret });
    received.push({ id, attempt: request.headers['hooklane-attempt'], body: body.toString() });
    response.writeHead(received.length === 1 ? 500 : 200).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks`;
  const egress = { allowHttp: true, ports: 'any', allowPrivateAddresses: true } as const;

  const worker = createWorker({
    lanes: [
      {
        partnerId: 'acme',
        queueUrl: queueUrl as string,
        deadLetterQueueUrl: deadLetterQueueUrl as string,
        policy: { schedule: [10], jitter: 0 },
      },
    ],
    secrets: { getSecrets: async () => [secret] },
    resultsQueueUrl,
    egress,
    clients,
    pollSeconds: 1,
    logger: silentLogger,
  });
  worker.start();
  const body = '{"hello":"wörld 👋"}';
  const outcomes = await publishHooks(
    [{ id: 'msg_1', partnerId: 'acme', url, type: 'ping', body }],
    {
      lanes: { queueUrl: async () => queueUrl as string },
      egress,
      clients,
    },
  );
  expect(outcomes).toMatchObject([{ kind: 'accepted', hookId: 'msg_1' }]);

  const results: AttemptResult[] = [];
  while (results.length < 2) {
    const messages = await receiveMessages(resultsQueueUrl as string, { clients, waitSeconds: 5 });
    results.push(...messages.flatMap((message) => JSON.parse(message.body).results));
    await acknowledgeMessages(messages, resultsQueueUrl as string, { clients });
  }
  await worker.stop();
  server.closeAllConnections();
  server.close();

  expect(received).toEqual([
    { id: 'msg_1', attempt: '1', body },
    { id: 'msg_1', attempt: '2', body },
  ]);
  expect(results.map(({ attempt, outcome, next }) => [attempt, outcome.kind, next.kind])).toEqual([
    [1, 'refused', 'requeue'],
    [2, 'delivered', 'finish'],
  ]);
  expect(JSON.stringify(results)).not.toContain('wörld');
  expect(sqs.messageBodies('lane')).toEqual([]);
});
