import {
  type CloudWatchClient,
  DeleteAlarmsCommand,
  ListTagsForResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  DeleteEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda';
import { SendMessageCommand, SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startMoto } from '../../../../test/setup/moto.ts';
import { type Answer, Refusal } from '../../../../test/setup/strict-aws/answers.ts';
import type { AwsCall } from '../../../../test/setup/strict-aws/aws-call.ts';
import {
  deletePartner,
  describePartner,
  disablePartner,
  enablePartner,
  type PartnerConfig,
  type ProgressEvent,
  provisionPartner,
  updatePartner,
} from '../../src/index.ts';
import { snapshotAccount } from './snapshot-account.ts';
import { openAccount, type StrictAccount } from './strict-account.ts';

const moto = await startMoto();
afterAll(() => moto?.stop());
const partner = { partnerId: 'acme', compute: { kind: 'lambda', alarms: true } } as const;
const reading = /^(Get|List|Describe)/;

describe.skipIf(moto === undefined)('a lane in trouble, on moto; without moto skipped', () => {
  let account: StrictAccount;
  let call: Omit<StrictAccount['options'], 'code'>;

  beforeEach(async () => {
    account = await openAccount(moto?.endpoint ?? '');
    const { code: _, ...rest } = account.options;
    call = rest;
  });

  afterEach(() => account[Symbol.asyncDispose]());

  const provision = (change: Partial<PartnerConfig> = {}) =>
    provisionPartner({ ...partner, ...change }, account.options);
  const writesSince = (start: number): readonly string[] =>
    account.strict.calls
      .slice(start)
      .map(({ operation }) => operation)
      .filter((operation) => !reading.test(operation));

  it('gives an alarm that was deleted all its tags again', async () => {
    await provision();
    const { cloudwatch } = account.clients;
    const AlarmNames = ['hooklane-test-acme-age'];
    await cloudwatch.send(new DeleteAlarmsCommand({ AlarmNames }));
    const start = account.strict.calls.length;
    await provision();
    const put = account.strict.calls
      .slice(start)
      .find(({ operation }) => operation === 'PutMetricAlarm');
    const tags = put?.input['Tags'] as readonly { readonly Key: string }[];
    expect(tags.map(({ Key }) => Key).toSorted()).toEqual([
      'hooklane:partner',
      'hooklane:spec',
      'hooklane:stage',
    ]);
  });

  it('refuses alarms of which one is a stranger’s', async () => {
    await provision();
    const { cloudwatch } = account.clients;
    await untag(cloudwatch, 'hooklane-test-acme-errors');
    await expect(provision()).rejects.toMatchObject({ code: 'lane_conflict' });
  });

  it('writes all settings again after a change that Lambda could not carry out', async () => {
    await provision();
    const failing = failUpdates();
    account.strict.faults.answer = failing.answer;
    const change = updatePartner('acme', { compute: { memoryMb: 512 } }, call);
    await expect(change).rejects.toMatchObject({ code: 'function_failed' });
    const { drift } = await describePartner('acme', call);
    expect(drift[0]?.differs).toContain('lastUpdate');
    failing.isOver = true;
    await updatePartner('acme', { compute: { memoryMb: 512 } }, call);
    expect(await describePartner('acme', call)).toMatchObject({ drift: [] });
  });

  it('makes a function anew that Lambda could not make', async () => {
    account.strict.faults.answer = answerOnce('GetFunction', { State: 'Failed' });
    await expect(provision()).rejects.toMatchObject({ code: 'function_failed' });
    account.strict.faults.answer = answerOnce('GetFunction', { State: 'Failed' });
    const start = account.strict.calls.length;
    await provision();
    expect(writesSince(start)).toEqual(
      expect.arrayContaining(['DeleteFunction', 'CreateFunction']),
    );
    expect(await describePartner('acme', call)).toMatchObject({ drift: [] });
  });

  it('does not delete a hook that came while its deliveries were stopped', async () => {
    const { queueUrl: QueueUrl } = await provision();
    const { sqs } = account.clients;
    let sent: Promise<unknown> | undefined;
    account.strict.faults.after = ({ operation }) => {
      if (operation !== 'UpdateEventSourceMapping' || sent !== undefined) return undefined;
      sent = sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
      return undefined;
    };
    await expect(deletePartner('acme', call)).rejects.toMatchObject({ code: 'lane_not_empty' });
    await sent;
    expect(await describePartner('acme', call)).toMatchObject({
      isEnabled: true,
      drift: [],
      backlog: { visible: 1 },
    });
  });

  it('starts deliveries again when its deletion is called off', async () => {
    await provision();
    const off = new AbortController();
    const onProgress = (event: ProgressEvent): void => {
      if (event.kind === 'waiting' && event.reason === 'counting') off.abort(new Error('off'));
    };
    const deleting = deletePartner('acme', { ...call, onProgress, signal: off.signal });
    await expect(deleting).rejects.toThrow('off');
    expect(await describePartner('acme', call)).toMatchObject({ isEnabled: true, drift: [] });
  });

  it('tags its mapping, and leaves a stranger’s alone', async () => {
    await provision();
    const created = account.strict.calls.find(
      ({ operation }) => operation === 'CreateEventSourceMapping',
    );
    expect(created?.input['Tags']).toMatchObject({ 'hooklane:partner': 'acme' });
    const stranger = 'arn:aws:lambda:eu-west-1:123456789012:function:hooklane-test-globex:live';
    account.strict.faults.answer = ({ operation, input }, answer) => {
      if (operation !== 'ListEventSourceMappings' || !('EventSourceArn' in input)) return undefined;
      const body = JSON.parse(answer.body) as { EventSourceMappings: object[] };
      const EventSourceMappings = body.EventSourceMappings.flatMap((one) => [
        one,
        { ...one, UUID: 'c0ffee00-0000-4000-8000-000000000000', FunctionArn: stranger },
      ]);
      return { ...answer, body: JSON.stringify({ EventSourceMappings }) };
    };
    const before = await snapshotAccount(account.clients);
    await expect(provision()).rejects.toMatchObject({
      code: 'lane_conflict',
      message: expect.stringContaining(stranger),
    });
    expect(await snapshotAccount(account.clients)).toEqual(before);
  });

  it('does not call a partner enabled that has no mapping', async () => {
    await provision();
    await disablePartner('acme', call);
    const { lambda } = account.clients;
    const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
    for (const { UUID } of EventSourceMappings) {
      await lambda.send(new DeleteEventSourceMappingCommand({ UUID }));
    }
    await expect(enablePartner('acme', call)).rejects.toMatchObject({ code: 'lane_missing' });
  });

  it('deletes the secret and the logs also of a lane that a worker took over', async () => {
    await provision();
    await provision({ compute: { kind: 'worker' } });
    await provision({ compute: { kind: 'worker' }, retentionDays: 12 });
    await deletePartner('acme', call);
    expect(await snapshotAccount(account.clients)).toMatchObject({
      queues: [expect.anything()],
      parameters: [],
      logGroups: [],
      roles: [],
      functions: [],
    });
  });

  it('hides messages as long as its function may work, whichever way that changes', async () => {
    await provision({ policy: { timeoutMs: 60_000 } });
    const orderOf = async (timeoutMs: number): Promise<readonly string[]> => {
      const start = account.strict.calls.length;
      await updatePartner('acme', { policy: { timeoutMs } }, call);
      const changes = ['SetQueueAttributes', 'UpdateFunctionConfiguration'];
      return writesSince(start).filter((operation) => changes.includes(operation));
    };
    expect(await orderOf(1_000)).toEqual(['UpdateFunctionConfiguration', 'SetQueueAttributes']);
    expect(await orderOf(30_000)).toEqual(['SetQueueAttributes', 'UpdateFunctionConfiguration']);
  });

  it('waits until SQS has told Lambda of a longer time-out', async () => {
    await provision({ policy: { timeoutMs: 1_000 } });
    let refusals = 2;
    account.strict.faults.before = ({ operation }) =>
      operation === 'UpdateFunctionConfiguration' && refusals-- > 0
        ? new Refusal(
            'InvalidParameterValueException',
            'Queue visibility timeout: 72 seconds is less than Function timeout: 100 seconds',
          )
        : undefined;
    await updatePartner('acme', { policy: { timeoutMs: 30_000 } }, call);
    expect(await describePartner('acme', call)).toMatchObject({ drift: [] });
  });

  it.each([
    ['PutRolePolicy', 'ConcurrentModification'],
    ['PutRetentionPolicy', 'OperationAbortedException'],
    ['PutParameter', 'TooManyUpdates'],
    ['CreateFunction', 'EC2ThrottledException'],
  ])('asks again where %s meets another change: %s', async (wanted, code) => {
    let refusals = 1;
    account.strict.faults.before = ({ operation }) =>
      operation === wanted && refusals-- > 0 ? new Refusal(code, 'Somebody else', 409) : undefined;
    await provision();
    expect(refusals).toBe(-1);
  });

  it('writes over nothing that somebody else changed after it was read', async () => {
    await provision();
    account.strict.faults.before = ({ operation }) =>
      operation === 'UpdateFunctionConfiguration'
        ? new Refusal('PreconditionFailedException', 'The RevisionId is not the latest one', 412)
        : undefined;
    const change = updatePartner('acme', { compute: { memoryMb: 512 } }, call);
    await expect(change).rejects.toMatchObject({ code: 'changed_meanwhile' });
  });

  it('describes, and mends, a value that no partner can have', async () => {
    const { queueUrl: QueueUrl } = await provision();
    const Attributes = { MessageRetentionPeriod: '1209600' };
    await account.clients.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    const { drift } = await describePartner('acme', call);
    expect(drift.map(({ differs }) => differs)).toEqual([['retentionSeconds']]);
    await updatePartner('acme', {}, call);
    expect(await describePartner('acme', call)).toMatchObject({ drift: [] });
  });

  it('changes nothing when there is no code to make a function of', async () => {
    const start = account.strict.calls.length;
    await expect(provisionPartner(partner, call)).rejects.toMatchObject({
      code: 'invalid_options',
      message: expect.stringContaining('handlerArtifact()'),
    });
    expect(writesSince(start)).toEqual([]);
  });
});

async function untag(cloudwatch: CloudWatchClient, alarm: string): Promise<void> {
  const ResourceARN = `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${alarm}`;
  const { Tags = [] } = await cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN }));
  const TagKeys = Tags.map(({ Key }) => Key as string);
  await cloudwatch.send(new UntagResourceCommand({ ResourceARN, TagKeys }));
}

/** Answers an operation on the newest of a function once with another state. */
function answerOnce(operation: string, state: Readonly<Record<string, string>>) {
  let times = 1;
  return (asked: AwsCall, answer: Answer): Answer | undefined => {
    if (asked.operation !== operation || answer.status !== 200 || times-- <= 0) return undefined;
    return withState(answer, state);
  };
}

function withState(answer: Answer, state: Readonly<Record<string, string>>): Answer {
  const body = JSON.parse(answer.body) as { Configuration: object };
  const Configuration = { ...body.Configuration, ...state };
  return { ...answer, body: JSON.stringify({ ...body, Configuration }) };
}

/** Every change of a function fails, from the first on, until it is over. */
function failUpdates() {
  let hasFailed = false;
  const failing = {
    isOver: false,
    answer: ({ operation, input }: AwsCall, answer: Answer): Answer | undefined => {
      if (operation === 'UpdateFunctionConfiguration') hasFailed = !failing.isOver;
      const isNewest = operation === 'GetFunction' && input['Qualifier'] === undefined;
      if (!isNewest || !hasFailed) return undefined;
      return withState(answer, { LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'Broken' });
    },
  };
  return failing;
}
