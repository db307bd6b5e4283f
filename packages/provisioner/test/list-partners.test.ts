import { ListQueuesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { type Lane, listPartners, provisionPartner, provisionPlatform } from '../src/index.ts';
import { type AccountUnderTest, createAccount, makeQueue } from './account-under-test.ts';

describe('listPartners', () => {
  it('lists the lanes of a stage by partner id, and nothing else', async () => {
    const account = await createAccount();
    const { options, sqs } = account;
    const globex = await provision('globex', account);
    const acme = await provision('acme', account);
    await provisionPlatform({ stage: 'test2', compute: { kind: 'worker' } }, { clients: { sqs } });
    await provisionPartner(
      { partnerId: 'elsewhere', compute: { kind: 'worker' } },
      { ...options, stage: 'test2' },
    );
    expect(await listPartners(options)).toEqual([acme, globex]);
  });

  it('gives an empty list for a stage without partners', async () => {
    expect(await listPartners((await createAccount()).options)).toEqual([]);
  });

  it('leaves out queues that only look like lanes', async () => {
    const { options, sqs } = await createAccount();
    const foreign = { 'hooklane:stage': 'test', 'hooklane:partner': 'globex' };
    await makeQueue(sqs, 'hooklane-test-acme');
    await makeQueue(sqs, 'hooklane-test-acme-dlq');
    await makeQueue(sqs, 'hooklane-test-initech', foreign);
    await makeQueue(sqs, 'hooklane-test-initech-dlq', foreign);
    await makeQueue(sqs, 'hooklane-test-UPPER');
    expect(await listPartners(options)).toEqual([]);
  });

  it('leaves out a lane that is only half there', async () => {
    const account = await createAccount();
    account.faults.before = (action, input) => {
      if (action === 'CreateQueue' && !JSON.stringify(input).includes('-dlq"'))
        throw new Error('crash');
    };
    await expect(provision('acme', account)).rejects.toThrow('crash');
    delete account.faults.before;
    expect(await listPartners(account.options)).toEqual([]);
  });

  it('leaves out a lane that is deleted while it looks', async () => {
    const account = await createAccount();
    const { faults, options } = account;
    await provision('acme', account);
    const globex = await provision('globex', account);
    faults.before = (action, input) => {
      if (action === 'ListQueueTags' && JSON.stringify(input).includes('acme')) {
        throw Object.assign(new Error(), { name: 'QueueDoesNotExist' });
      }
    };
    expect(await listPartners(options)).toEqual([globex]);
  });

  it('reads all pages', async () => {
    const account = await createAccount();
    for (const partnerId of ['a', 'b', 'c', 'd', 'e']) await provision(partnerId, account);
    const sqs = withPagesOf(3, account.sqs);
    const lanes = await listPartners({ ...account.options, clients: { sqs } });
    expect(lanes.map(({ partnerId }) => partnerId)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(account.sqs.requests.ListQueues).toBe(4);
  });

  it('has at most eight requests under way', async () => {
    const account = await createAccount();
    const partnerIds = Array.from({ length: 20 }, (_, index) => `partner-${index}`);
    await Promise.all(partnerIds.map((partnerId) => provision(partnerId, account)));
    let underWay = 0;
    let most = 0;
    account.faults.before = async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
    };
    expect(await listPartners(account.options)).toHaveLength(20);
    expect(most).toBe(8);
  });

  it('stops when the signal aborts', async () => {
    const { options } = await createAccount();
    const signal = AbortSignal.abort(new Error('before'));
    await expect(listPartners({ ...options, signal })).rejects.toThrow('before');
  });
});

function provision(partnerId: string, { options }: AccountUnderTest): Promise<Lane> {
  return provisionPartner({ partnerId, compute: { kind: 'worker' } }, options);
}

type SqsClient = Pick<SQSClient, 'send'>;

function withPagesOf(size: number, sqs: SqsClient): SqsClient {
  const send = (command: { input: object }, options: object): unknown =>
    sqs.send(
      (command instanceof ListQueuesCommand
        ? new ListQueuesCommand({ ...command.input, MaxResults: size })
        : command) as ListQueuesCommand,
      options,
    );
  return { send: send as SqsClient['send'] };
}
