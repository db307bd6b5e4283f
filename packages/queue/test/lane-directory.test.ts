import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLaneDirectory, type LaneDirectory } from '../src/index.ts';
import { sqsError } from '../src/testing.ts';
import { createQueueUnderTest, makeQueue, type QueueUnderTest } from './queue-under-test.ts';

describe('a lane directory', () => {
  let account: QueueUnderTest;
  let lanes: LaneDirectory;

  beforeEach(async () => {
    account = await createQueueUnderTest('hooklane-test-acme');
    lanes = createLaneDirectory({ stage: 'test', ...account.options });
  });

  it('finds the queue of a partner by its name', async () => {
    expect(await lanes.queueUrl('acme')).toBe(account.queueUrl);
  });

  it('asks once for each partner, however many ask at once', async () => {
    await makeQueue(account.sqs, 'hooklane-test-globex');
    await Promise.all([lanes.queueUrl('acme'), lanes.queueUrl('acme'), lanes.queueUrl('globex')]);
    await lanes.queueUrl('acme');
    expect(account.sqs.requests.GetQueueUrl).toBe(2);
  });

  it('says that a partner has no lane, and how to get one', async () => {
    await expect(lanes.queueUrl('globex')).rejects.toMatchObject({
      code: 'unknown_partner',
      message: expect.stringContaining('hooklane-test-globex'),
    });
  });

  it('looks again for a partner that had no lane before', async () => {
    await expect(lanes.queueUrl('globex')).rejects.toMatchObject({ code: 'unknown_partner' });
    const queueUrl = await makeQueue(account.sqs, 'hooklane-test-globex');
    expect(await lanes.queueUrl('globex')).toBe(queueUrl);
  });

  it('lets errors of SQS pass and does not remember them', async () => {
    account.faults.before = () => {
      throw sqsError('RequestThrottled');
    };
    await expect(lanes.queueUrl('acme')).rejects.toMatchObject({ name: 'RequestThrottled' });
    account.faults.before = undefined;
    expect(await lanes.queueUrl('acme')).toBe(account.queueUrl);
  });

  it('rejects the id of a partner that cannot be one, instead of throwing', async () => {
    await expect(lanes.queueUrl('No!')).rejects.toMatchObject({ code: 'invalid_partner_id' });
    expect(account.sqs.requests.GetQueueUrl).toBe(0);
  });

  it('refuses a stage that cannot be one', () => {
    expect(() => createLaneDirectory({ stage: 'Prod!' })).toThrowError(
      expect.objectContaining({ code: 'invalid_stage' }),
    );
  });

  describe('whose answer takes long', () => {
    let answer: () => void;

    beforeEach(() => {
      const answered = new Promise<void>((resolve) => {
        answer = resolve;
      });
      account.faults.before = () => answered;
    });

    it('lets the one who began to wait go, and answers the others', async () => {
      const controller = new AbortController();
      const first = lanes.queueUrl('acme', { signal: controller.signal });
      const second = lanes.queueUrl('acme');
      controller.abort(new Error('enough'));
      await expect(first).rejects.toThrowError('enough');
      answer();
      expect(await second).toBe(account.queueUrl);
    });

    it('lets one go who joined later, and answers the first', async () => {
      const controller = new AbortController();
      const first = lanes.queueUrl('acme');
      const second = lanes.queueUrl('acme', { signal: controller.signal });
      controller.abort(new Error('enough'));
      await expect(second).rejects.toThrowError('enough');
      answer();
      expect(await first).toBe(account.queueUrl);
    });

    it('rejects at once when the signal has aborted before', async () => {
      const signal = AbortSignal.abort(new Error('before'));
      await expect(lanes.queueUrl('acme', { signal })).rejects.toThrowError('before');
    });
  });

  it('leaves no listener on a signal that outlives the call', async () => {
    const { signal } = new AbortController();
    await lanes.queueUrl('acme', { signal });
    await lanes.queueUrl('acme', { signal });
    await expect(lanes.queueUrl('globex', { signal })).rejects.toThrowError();
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('takes a server that gives no URL for one without the lane', async () => {
    const clients = { sqs: { send: async () => ({ $metadata: {} }) } as never };
    const { queueUrl } = createLaneDirectory({ stage: 'test', clients });
    await expect(queueUrl('acme')).rejects.toMatchObject({ code: 'unknown_partner' });
  });
});
