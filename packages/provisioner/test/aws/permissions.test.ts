import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { laneNames } from '@hooklane/core';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startMoto } from '../../../../test/setup/moto.ts';
import { type Lane, provisionPartner } from '../../src/index.ts';
import { openAccount, type StrictAccount } from './strict-account.ts';

const moto = await startMoto();
const endpoint = moto?.endpoint ?? '';
const region = 'eu-west-1';
const receipt = 'never-there';
afterAll(() => moto?.stop());

// Queues only: of other services moto knows no resources, and denies what names one.
describe.skipIf(moto === undefined)(
  'the role of a lane, with IAM enforced; without moto skipped',
  () => {
    let account: StrictAccount;
    let acme: Lane;
    let globex: Lane;
    let asAcme: SQSClient;

    beforeEach(async () => {
      account = await openAccount(endpoint);
      const provision = (partnerId: string): Promise<Lane> =>
        provisionPartner({ partnerId, compute: { kind: 'lambda' } }, account.options);
      acme = await provision('acme');
      globex = await provision('globex');
      asAcme = await clientAs(account, laneNames('test', 'acme').role);
    });

    afterEach(async () => {
      await enforce(false);
      asAcme.destroy();
      await account[Symbol.asyncDispose]();
    });

    // One at a time: AWS allows a batch to whoever may do one, where moto asks for names that IAM does not have.
    it('lets the function do with its queue all that a handler does', async () => {
      const { queueUrl: QueueUrl } = acme;
      await asAcme.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
      const { Messages } = await asAcme.send(new ReceiveMessageCommand({ QueueUrl }));
      const [message] = Messages ?? [];
      await asAcme.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
      const received = { QueueUrl, ReceiptHandle: message?.ReceiptHandle };
      await asAcme.send(new ChangeMessageVisibilityCommand({ ...received, VisibilityTimeout: 10 }));
      await asAcme.send(new DeleteMessageCommand(received));
    });

    it('lets it send results and dead letters, and take neither', async () => {
      const results = acme.queueUrl.replace(/acme$/, 'results');
      for (const QueueUrl of [results, acme.deadLetterQueueUrl]) {
        await asAcme.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
        await expectDenied(asAcme.send(new ReceiveMessageCommand({ QueueUrl })));
      }
    });

    it('keeps it off the queues of another partner', async () => {
      for (const QueueUrl of [globex.queueUrl, globex.deadLetterQueueUrl]) {
        await expectDenied(asAcme.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' })));
        await expectDenied(asAcme.send(new ReceiveMessageCommand({ QueueUrl })));
        const gone = { QueueUrl, ReceiptHandle: receipt };
        await expectDenied(asAcme.send(new DeleteMessageCommand(gone)));
      }
    });
  },
);

async function expectDenied(call: Promise<unknown>): Promise<void> {
  const error: unknown = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  // moto denies in XML, whatever the protocol, so that the SDK may only know the status.
  expect(error, 'was allowed').toBeDefined();
  const { $metadata, name } = error as { name: string; $metadata?: { httpStatusCode?: number } };
  expect([$metadata?.httpStatusCode, name]).toContain(403);
}

/** Turns the checks of moto on for every request from now on, or off. */
async function enforce(isOn: boolean): Promise<void> {
  const body = isOn ? '0' : 'inf';
  await fetch(`${endpoint}/moto-api/reset-auth`, { method: 'POST', body });
}

/** A client that is who has a role, from when on IAM is enforced. */
async function clientAs({ clients, strict }: StrictAccount, role: string): Promise<SQSClient> {
  const UserName = 'test-harness';
  await clients.iam.send(new CreateUserCommand({ UserName }));
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  await clients.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'all', PolicyDocument }));
  const { AccessKey } = await clients.iam.send(new CreateAccessKeyCommand({ UserName }));
  const sts = new STSClient({
    endpoint: strict.endpoint,
    region,
    credentials: {
      accessKeyId: AccessKey?.AccessKeyId ?? '',
      secretAccessKey: AccessKey?.SecretAccessKey ?? '',
    },
  });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::123456789012:role/hooklane/test/${role}`,
      RoleSessionName: 'lambda',
    }),
  );
  sts.destroy();
  await enforce(true);
  return new SQSClient({
    endpoint: strict.endpoint,
    region,
    maxAttempts: 1,
    credentials: {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    },
  });
}
