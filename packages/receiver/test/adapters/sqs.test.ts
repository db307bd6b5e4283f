import { CreateQueueCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { startEmbeddedSqs } from '@hooklane/queue/embedded';
import { afterAll, describe, expect, it } from 'vitest';
import { createMemoryReplayGuard, createReceiver, type ReceivedHook } from '../../src/index.ts';
import { lambdaHandler } from '../../src/lambda.ts';
import { enqueueHook, type QueueRecord, queueConsumer } from '../../src/sqs.ts';
import { signedRequest } from '../../src/testing.ts';
import { secret } from '../valid-request.ts';

const sqs = await startEmbeddedSqs();
afterAll(() => sqs.stop());

let queues = 0;

/** A receiver that puts hooks on a queue, and what Lambda would bring from there. */
async function createWay() {
  queues += 1;
  const QueueName = `hooks-${queues}`;
  const { QueueUrl: queueUrl = '' } = await sqs.client.send(new CreateQueueCommand({ QueueName }));
  const errors: unknown[] = [];
  const receiver = createReceiver({
    secrets: secret,
    parse: 'none',
    onHook: enqueueHook({ client: sqs.client, queueUrl }),
    onError: (error) => errors.push(error),
  });
  const handler = lambdaHandler(receiver);
  const post = async (body: Uint8Array<ArrayBuffer>, id: string): Promise<number> => {
    const { headers } = signedRequest({ id, body }, { secret });
    const event = {
      headers,
      rawPath: '/',
      requestContext: { http: { method: 'POST' } },
      body: Buffer.from(body).toString('base64'),
      isBase64Encoded: true,
    };
    return (await handler(event)).statusCode;
  };
  return { post, errors, records: () => receiveAll(sqs.client, queueUrl) };
}

async function receiveAll(client: SQSClient, QueueUrl: string): Promise<QueueRecord[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages.map(({ MessageId = '', Body = '', MessageAttributes = {} }) => ({
    messageId: MessageId,
    body: Body,
    messageAttributes: Object.fromEntries(
      Object.entries(MessageAttributes).map(([name, { StringValue }]) => [
        name,
        { stringValue: StringValue },
      ]),
    ),
  }));
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('a hook that is put on a queue', () => {
  it.each([
    ['JSON', bytesOf('{"type":"ping","data":"👩‍🚀"}')],
    ['a byte order mark', bytesOf('\uFEFF{"type":"ping"}')],
    ['a character that SQS refuses', bytesOf('{"type":"\u0001"}')],
    ['binary', new Uint8Array([0, 255, 254, 10])],
    ['nothing', new Uint8Array()],
  ])('comes back as it was with a body of %s', async (_, body) => {
    const { post, records, errors } = await createWay();
    expect([await post(body, 'msg_1'), errors]).toEqual([200, []]);
    const hooks: ReceivedHook[] = [];
    const onHook = (hook: ReceivedHook) => hooks.push(hook);
    const consume = queueConsumer({
      parse: 'none',
      onHook,
      onError: (error) => errors.push(error),
    });
    expect(await consume({ Records: await records() })).toEqual({ batchItemFailures: [] });
    const [hook] = hooks;
    expect(Buffer.from(hook?.body as Uint8Array).equals(body)).toBe(true);
    expect(hook).toMatchObject({ id: 'msg_1', scheme: 'standard-webhooks' });
    expect(Math.abs((hook?.timestamp.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  it('is readable text on the queue where it can be', async () => {
    const { post, records } = await createWay();
    await post(bytesOf('{"type":"ping"}'), 'msg_1');
    expect(await records()).toMatchObject([{ body: '{"type":"ping"}' }]);
  });

  it('is answered with 500 when the queue does not take it', async () => {
    const errors: unknown[] = [];
    const receiver = createReceiver({
      secrets: secret,
      onHook: enqueueHook({ client: sqs.client, queueUrl: `${sqs.endpoint}/000000000000/none` }),
      onError: (error) => errors.push(error),
    });
    const answer = await receiver.receive(signedRequest({ type: 'ping', data: 1 }, { secret }));
    expect([answer.status, errors.length]).toEqual([500, 1]);
  });
});

describe('the consumer of the queue', () => {
  it('reports what failed and no more, and processes a hook once', async () => {
    const { post, records, errors } = await createWay();
    for (const id of ['good', 'bad', 'good', 'other']) {
      await post(bytesOf(JSON.stringify({ type: 'ping', data: id })), id);
    }
    const seen: unknown[] = [];
    const consume = queueConsumer({
      replayGuard: createMemoryReplayGuard(),
      events: {
        ping: {
          handle({ id, data }) {
            seen.push(data);
            if (id === 'bad') throw new Error('cannot');
          },
        },
      },
      onError: (error) => errors.push(error),
    });
    const all = await records();
    const one = async (at: number) =>
      (await consume({ Records: all.slice(at, at + 1) })).batchItemFailures;
    const failures = [await one(0), await one(1), await one(2), await one(3)].flat();
    const bad = all.filter(
      ({ messageAttributes }) => messageAttributes['webhook-id']?.stringValue === 'bad',
    );
    expect(failures).toEqual(bad.map(({ messageId }) => ({ itemIdentifier: messageId })));
    expect(seen.toSorted()).toEqual(['bad', 'good', 'other']);
    expect(errors).toMatchObject([{ message: 'cannot' }]);
  });

  it('reports a message that nobody enqueued here', async () => {
    const errors: unknown[] = [];
    const consume = queueConsumer({
      onHook: () => undefined,
      onError: (error) => errors.push(error),
    });
    const result = await consume({
      Records: [{ messageId: 'm', body: '{}', messageAttributes: {} }],
    });
    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: 'm' }] });
    expect(errors).toMatchObject([{ code: 'invalid_payload' }]);
  });

  it('is refused without a handler', () => {
    expect(() => queueConsumer({ onError: () => undefined })).toThrow(
      expect.objectContaining({ code: 'invalid_options' }),
    );
  });
});
