import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type AttemptResult, type EgressPolicy, systemClock } from '@hooklane/core';
import { moveMessages } from '@hooklane/ops';
import { provisionPartner, readSecrets } from '@hooklane/provisioner';
import { createLaneDirectory, publishHooks } from '@hooklane/queue';
import { afterAll, describe, expect, it } from 'vitest';
import { ricForTests, startFunction } from '../../../../test/setup/lambda-runtime.ts';
import { startMoto } from '../../../../test/setup/moto.ts';
import { builtArtifact } from '../../../handler/test/lambda/built-artifact.ts';
import { readLive } from '../../../provisioner/test/aws/read-live.ts';
import { openAccount } from '../../../provisioner/test/aws/strict-account.ts';
import { startPartnerServer } from '../support/partner-server.ts';
import { pollUntilStopped } from './poll-mapping.ts';

const moto = await startMoto();
const ric = await ricForTests();
afterAll(() => moto?.stop());
const missing = moto === undefined ? "no moto: pip install 'moto[server]'" : undefined;
const skipped = missing ?? (typeof ric === 'string' ? undefined : ric.missing);
if (skipped !== undefined) process.stdout.write(`Skipped the way of a hook on AWS: ${skipped}\n`);

const egress: EgressPolicy = { allowHttp: true, ports: 'any', allowPrivateAddresses: true };
const policy = { schedule: [1_000, 2_000], jitter: 0, breaker: false, timeoutMs: 5_000 } as const;

describe.skipIf(skipped !== undefined)('a lane on AWS, from the provisioner to the partner', () => {
  it('delivers signed, tries again, gives up into the dead-letter queue, and delivers what is replayed', async () => {
    await using account = await openAccount(moto?.endpoint ?? '', { clock: systemClock });
    const { options, clients, strict } = account;
    const code = await builtArtifact();
    const lane = await provisionPartner(
      { partnerId: 'acme', compute: { kind: 'lambda' }, policy, egress },
      { ...options, code },
    );
    const { code: _, ...call } = options;
    const [secret = ''] = await readSecrets('acme', call);
    let isUp = false;
    await using partner = await startPartnerServer({
      secret: () => secret,
      status: () => (isUp ? 200 : 500),
    });
    const live = await readLive('hooklane-test-acme', clients);
    expect(live.codeSha256).toBe(code.sha256);
    await using working = await startFunction({
      zip: code.zip,
      handler: live.handler,
      environment: {
        ...live.environment,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'test',
        AWS_SECRET_ACCESS_KEY: 'test',
        AWS_ENDPOINT_URL_SSM: strict.endpoint,
      },
      timeoutMs: live.timeoutSeconds * 1_000,
      memoryMb: live.memoryMb,
      ric: ric as string,
    });
    const stop = new AbortController();
    const { queueUrl, queueArn } = lane;
    const mapping = { sqs: clients.sqs, queueUrl, queueArn, batchSize: live.batchSize };
    const polling = pollUntilStopped({ ...mapping, invoke: working.invoke }, stop);

    // Down for every attempt of its schedule: a dead letter.
    const lanes = createLaneDirectory({ stage: 'test', clients: { sqs: clients.sqs } });
    const publishing = { clients: { sqs: clients.sqs }, lanes, egress };
    const publish = async (id: string): Promise<void> => {
      const hook = { id, partnerId: 'acme', url: partner.url, type: 'order.paid', body: '{"n":1}' };
      expect(await publishHooks([hook], publishing)).toMatchObject([{ kind: 'accepted' }]);
    };
    await publish('msg_lost');
    await hasMessage(clients.sqs, lane.deadLetterQueueUrl);

    // Up again: a new hook goes through, and the dead letter, put back into the lane.
    isUp = true;
    await publish('msg_new');
    const replay = { from: lane.deadLetterQueueUrl, to: queueUrl, resetAttempts: true };
    const { moved, ended } = await moveMessages({ ...replay, clients: { sqs: clients.sqs } });
    expect({ moved, ended }).toEqual({ moved: 1, ended: 'empty' });
    await partner.hasReceived(2);
    stop.abort();
    await polling;

    expect([...partner.received].toSorted()).toEqual(['msg_lost', 'msg_new']);
    const results = await receiveAll(clients.sqs, lane.queueUrl.replace(/acme$/, 'results'));
    expect(results.filter(({ hookId }) => hookId === 'msg_lost')).toHaveLength(4);
    expect(results.filter(({ outcome }) => outcome.kind === 'delivered')).toHaveLength(2);
    expect(working.output).toContain('"_aws"');
    expect(working.output).not.toContain(secret.slice('whsec_'.length));
  }, 60_000);
});

async function hasMessage(sqs: SQSClient, QueueUrl: string): Promise<void> {
  const AttributeNames = ['ApproximateNumberOfMessages'] as const;
  for (;;) {
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
    );
    if (Attributes?.ApproximateNumberOfMessages !== '0') return;
    await systemClock.sleep(50);
  }
}

async function receiveAll(sqs: SQSClient, QueueUrl: string): Promise<readonly AttemptResult[]> {
  const results: AttemptResult[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
    );
    if (Messages.length === 0) return results;
    results.push(
      ...Messages.flatMap(({ Body }) => JSON.parse(Body ?? '').results as AttemptResult[]),
    );
  }
}
