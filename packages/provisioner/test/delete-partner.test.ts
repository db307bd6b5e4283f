import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { deletePartner, type Lane, type ProgressEvent, provisionPartner } from '../src/index.ts';
import {
  type AccountUnderTest,
  countWrites,
  createAccount,
  makeQueue,
  sendMessage,
  snapshotAccount,
  timePasses,
} from './account-under-test.ts';

const lane = 'hooklane-test-acme';
const deadLetters = 'hooklane-test-acme-dlq';

describe('deletePartner', () => {
  it('deletes the lane, then its dead-letter queue', async () => {
    const { account } = await accountWithLane();
    await remove(account);
    expect(await snapshotAccount(account.sqs)).toEqual({});
    const counting = { kind: 'waiting', reason: 'counting', waitMs: 60_000 };
    expect(account.events).toEqual([
      { ...counting, resource: 'lane-queue', name: lane },
      { kind: 'deleted', resource: 'lane-queue', name: lane },
      { kind: 'deleted', resource: 'dead-letter-queue', name: deadLetters },
    ]);
  });

  it('has nothing to do when run again', async () => {
    const { account } = await accountWithLane();
    await remove(account);
    const writes = countWrites(account.sqs);
    account.events.length = 0;
    await remove(account);
    expect(countWrites(account.sqs)).toBe(writes);
    expect(account.events.map(({ kind }) => kind)).toEqual(['absent', 'absent']);
  });

  it('leaves the other partners alone', async () => {
    const { account } = await accountWithLane();
    const others = ['acme-2', 'ac'];
    for (const partnerId of others) await provision(partnerId, account);
    await remove(account);
    expect(Object.keys(await snapshotAccount(account.sqs))).toHaveLength(2 * others.length);
  });

  it('refuses a hook that SQS counts a minute late', async () => {
    const { account } = await accountWithLane();
    const late: Promise<unknown>[] = [];
    const onProgress = ({ kind }: ProgressEvent): void => {
      if (kind === 'waiting') late.push(sendMessage(account.sqs, lane));
    };
    const deleting = deletePartner('acme', { ...account.options, onProgress });
    await expect(timePasses(account, deleting)).rejects.toMatchObject({ code: 'lane_not_empty' });
    expect(late).toHaveLength(1);
    expect(Object.keys(await snapshotAccount(account.sqs))).toHaveLength(2);
  });

  it.each([
    ['a hook waits', (account: AccountUnderTest) => sendMessage(account.sqs, lane), 1, 0],
    ['a hook is delayed', (account: AccountUnderTest) => sendMessage(account.sqs, lane, 60), 1, 0],
    ['a hook is in flight', receiveOne, 1, 0],
    [
      'a dead letter remains',
      (account: AccountUnderTest) => sendMessage(account.sqs, deadLetters),
      0,
      1,
    ],
  ])('refuses while %s, unless forced', async (_, fill, hooks, letters) => {
    const { account, provisioned } = await accountWithLane();
    await fill(account, provisioned);
    const before = await snapshotAccount(account.sqs);
    await expect(deletePartner('acme', account.options)).rejects.toMatchObject({
      code: 'lane_not_empty',
      message: `The lane of partner acme in stage test is not empty: ${hooks} in ${lane}, ${letters} in ${deadLetters}. Let it drain and replay its dead letters, or delete them with the lane by force: true`,
    });
    expect(await snapshotAccount(account.sqs)).toEqual(before);
    await deletePartner('acme', { ...account.options, force: true });
    expect(await snapshotAccount(account.sqs)).toEqual({});
  });

  it('still looks at the dead letters when the lane is gone', async () => {
    const { account } = await accountWithLane();
    await sendMessage(account.sqs, deadLetters);
    account.faults.after = (action) => {
      if (action === 'DeleteQueue') throw Object.assign(new Error('crash'), { $fault: 'client' });
    };
    await expect(deletePartner('acme', { ...account.options, force: true })).rejects.toThrow(
      'crash',
    );
    delete account.faults.after;
    await expect(deletePartner('acme', account.options)).rejects.toMatchObject({
      code: 'lane_not_empty',
      message: expect.stringContaining(`0 in ${lane}, 1 in ${deadLetters}`),
    });
  });

  it.each([lane, deadLetters])('refuses %s when it is not that partner’s', async (name) => {
    const { sqs, options } = await createAccount();
    await makeQueue(sqs, name, { 'hooklane:stage': 'test', 'hooklane:partner': 'globex' });
    await expect(deletePartner('acme', { ...options, force: true })).rejects.toMatchObject({
      code: 'lane_conflict',
      message: expect.stringContaining('Received: hooklane:stage=test, hooklane:partner=globex.'),
    });
    expect(Object.keys(await snapshotAccount(sqs))).toEqual([name]);
  });

  it('stops at the next request when the signal aborts', async () => {
    const { account } = await accountWithLane();
    const controller = new AbortController();
    await expect(
      deletePartner('acme', {
        ...account.options,
        signal: controller.signal,
        recountMs: 0,
        onProgress: () => controller.abort(new Error('enough')),
      }),
    ).rejects.toThrow('enough');
    expect(Object.keys(await snapshotAccount(account.sqs))).toEqual([deadLetters]);
  });
});

function remove(account: AccountUnderTest): Promise<void> {
  return timePasses(account, deletePartner('acme', account.options));
}

async function accountWithLane(): Promise<{ account: AccountUnderTest; provisioned: Lane }> {
  const account = await createAccount();
  const provisioned = await provision('acme', account);
  account.events.length = 0;
  return { account, provisioned };
}

function provision(partnerId: string, { options }: AccountUnderTest): Promise<Lane> {
  return provisionPartner({ partnerId, compute: { kind: 'worker' } }, options);
}

async function receiveOne({ sqs }: AccountUnderTest, { queueUrl }: Lane): Promise<void> {
  await sendMessage(sqs, lane);
  await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 0 }));
}
