import { DeleteQueueCommand, type SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import { parseHook } from '@hooklane/core';
import { buildHookInput } from '@hooklane/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  createLaneDirectory,
  type PublishHooksOptions,
  type PublishOutcome,
  publishHooks,
} from '../src/index.ts';
import { sqsError } from '../src/testing.ts';
import {
  createQueueUnderTest,
  makeQueue,
  type QueueUnderTest,
  whileTimePasses,
} from './queue-under-test.ts';

const codeOf = (outcome: PublishOutcome): string =>
  outcome.kind === 'refused' ? outcome.error.code : outcome.kind;

describe('publishHooks, when SQS', () => {
  let account: QueueUnderTest;
  let options: PublishHooksOptions;

  beforeEach(async () => {
    account = await createQueueUnderTest('hooklane-test-acme');
    await makeQueue(account.sqs, 'hooklane-test-globex');
    const lanes = createLaneDirectory({ stage: 'test', ...account.options });
    options = { lanes, ...account.options };
  });

  const idsIn = (partnerId: string): string[] =>
    account.sqs.inspect(`hooklane-test-${partnerId}`).map(({ body }) => parseHook(body).id);

  it('refuses some entries, sends those again and tells all apart', async () => {
    let refusals = 0;
    account.faults.failEntry = (_, entry) => {
      const { MessageBody = '' } = entry as SendMessageBatchRequestEntry;
      if (MessageBody.includes('"id":"slow"') && refusals < 2) {
        refusals += 1;
        return { code: 'ThrottlingException' };
      }
      return MessageBody.includes('"id":"wrong"')
        ? { code: 'InvalidMessageContents', isSenderFault: true }
        : undefined;
    };
    const hooks = ['a', 'slow', 'wrong', 'b'].map((id) => buildHookInput({ id }));
    const outcomes = await whileTimePasses(publishHooks(hooks, options), account.clock);
    expect(outcomes.map(codeOf)).toEqual(['accepted', 'accepted', 'queue_refused', 'accepted']);
    expect(idsIn('acme').toSorted()).toEqual(['a', 'b', 'slow']);
    expect(account.sqs.requests.SendMessageBatch).toBe(3);
  });

  it('fails for one lane, accepts for the others', async () => {
    account.faults.before = (action, input) => {
      if (action === 'SendMessageBatch' && JSON.stringify(input).includes('test-globex"')) {
        throw sqsError('RequestThrottled');
      }
    };
    const hooks = ['acme', 'globex', 'acme'].map((partnerId) => buildHookInput({ partnerId }));
    const outcomes = await publishHooks(hooks, options);
    expect(outcomes.map(codeOf)).toEqual(['accepted', 'queue_refused', 'accepted']);
    expect(outcomes[1]).toMatchObject({
      error: {
        message: expect.stringContaining('RequestThrottled'),
        cause: { name: 'RequestThrottled' },
      },
    });
  });

  it('cannot be asked for the lane, refuses with queue_refused', async () => {
    account.faults.before = (action) => {
      if (action === 'GetQueueUrl') throw sqsError('RequestThrottled');
    };
    expect((await publishHooks([buildHookInput()], options)).map(codeOf)).toEqual([
      'queue_refused',
    ]);
  });

  it('took a hook and its answer is lost, names the id to publish it again with', async () => {
    account.faults.after = (action) => {
      if (action === 'SendMessageBatch') throw new Error('socket hang up');
    };
    const [outcome] = await publishHooks([buildHookInput()], options);
    expect(outcome).toMatchObject({ kind: 'refused', error: { code: 'queue_refused' } });
    account.faults.after = undefined;
    const id = outcome?.kind === 'refused' ? outcome.hookId : undefined;
    await publishHooks([buildHookInput({ id: id ?? 'none' })], options);
    expect(idsIn('acme')).toEqual([id, id]);
  });

  it('knows no lane, names the id of the hook too', async () => {
    const hook = buildHookInput({ id: 'mine', partnerId: 'initech' });
    expect(await publishHooks([hook], options)).toMatchObject([
      { kind: 'refused', hookId: 'mine', error: { code: 'unknown_partner' } },
    ]);
  });

  it('has deleted the queue since, refuses with unknown_partner', async () => {
    await publishHooks([buildHookInput()], options);
    await account.sqs.send(new DeleteQueueCommand({ QueueUrl: account.queueUrl }));
    expect((await publishHooks([buildHookInput()], options)).map(codeOf)).toEqual([
      'unknown_partner',
    ]);
  });

  it('has the queue again, finds it again', async () => {
    await publishHooks([buildHookInput()], options);
    await account.sqs.send(new DeleteQueueCommand({ QueueUrl: account.queueUrl }));
    await publishHooks([buildHookInput()], options);
    await account.clock.advance(60_000);
    await makeQueue(account.sqs, 'hooklane-test-acme');
    expect((await publishHooks([buildHookInput()], options)).map(codeOf)).toEqual(['accepted']);
  });

  it('deletes the queue between two requests, tells what was accepted from what was not', async () => {
    account.faults.before = async (action) => {
      if (action !== 'SendMessageBatch' || account.sqs.requests.SendMessageBatch < 2) return;
      await account.sqs.send(new DeleteQueueCommand({ QueueUrl: account.queueUrl }));
    };
    const hooks = Array.from({ length: 2 }, () => buildHookInput({ body: 'x'.repeat(700_000) }));
    const outcomes = await publishHooks(hooks, options);
    expect(outcomes.map(codeOf).toSorted()).toEqual(['accepted', 'unknown_partner']);
  });

  it('is not asked, because the signal has aborted, refuses every hook', async () => {
    const signal = AbortSignal.abort();
    const hooks = [buildHookInput(), buildHookInput({ partnerId: 'globex' })];
    const outcomes = await publishHooks(hooks, { ...options, signal });
    expect(outcomes.map(codeOf)).toEqual(['queue_refused', 'queue_refused']);
    expect(account.sqs.requests.SendMessageBatch).toBe(0);
  });

  it('took some hooks before the signal aborted, says so', async () => {
    const controller = new AbortController();
    account.faults.failEntry = (_, entry) =>
      JSON.stringify(entry).includes('slow') ? { code: 'ThrottlingException' } : undefined;
    const hooks = ['a', 'slow', 'b'].map((id) => buildHookInput({ id }));
    const done = publishHooks(hooks, { ...options, signal: controller.signal });
    await account.clock.advance(50);
    controller.abort();
    expect((await done).map(codeOf)).toEqual(['accepted', 'queue_refused', 'accepted']);
    expect(idsIn('acme')).toEqual(['a', 'b']);
  });
});
