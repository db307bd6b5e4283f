import { sqsError } from '@hooklane/queue/testing';
import { describe, expect, it } from 'vitest';
import { openMemoryQueues, texts } from './memory-queues.ts';

describe('moveMessages, when SQS refuses', () => {
  it('sends again what was refused in part, each entry under its own result', async () => {
    const { send, move, bodies, faults } = await openMemoryQueues();
    await send(texts(30));
    const refusedOnce = new Set<string>();
    faults.failEntry = (action, entry) => {
      if (action !== 'SendMessageBatch' || !('MessageBody' in entry)) return undefined;
      const body = String(entry.MessageBody);
      if (Number(body.split(' ')[1]) % 3 !== 0 || refusedOnce.has(body)) return undefined;
      refusedOnce.add(body);
      return { code: 'InternalError' };
    };
    expect(await move()).toMatchObject({ moved: 30, failed: 0, ended: 'empty' });
    expect(refusedOnce.size).toBe(10);
    expect(bodies('to').toSorted()).toEqual(texts(30).toSorted());
    expect(bodies('from')).toEqual([]);
  });

  it('leaves a message in the source that the target does not take, and names it', async () => {
    const { send, move, inspect, bodies, faults, clock } = await openMemoryQueues();
    await send(texts(20));
    faults.failEntry = (action, entry) =>
      action === 'SendMessageBatch' && 'MessageBody' in entry && entry.MessageBody === 'hook 7'
        ? { code: 'InvalidMessageContents', isSenderFault: true }
        : undefined;
    const report = await move();
    expect(report).toMatchObject({ moved: 19, failed: 1, ended: 'empty', hidden: 0 });
    const [left] = inspect('from');
    expect(report.failures).toEqual([
      { messageId: left?.messageId, step: 'send', code: 'InvalidMessageContents' },
    ]);
    expect(bodies('from')).toEqual(['hook 7']);
    await clock.advance(1_000);
    expect(inspect('from')).toMatchObject([{ state: 'visible', receiveCount: 1 }]);
  });

  it('does not send again what may have arrived when an answer was lost', async () => {
    const { send, move, bodies, faults } = await openMemoryQueues();
    await send(texts(40));
    let isLost = false;
    faults.after = (action) => {
      if (action !== 'SendMessageBatch' || isLost) return;
      isLost = true;
      throw new Error('socket hang up');
    };
    expect(await move()).toMatchObject({ moved: 30, failed: 10, ended: 'empty' });
    expect(new Set(bodies('to'))).toEqual(new Set(texts(40)));
    expect(bodies('to')).toHaveLength(40);
    expect(bodies('from')).toHaveLength(10);
  });

  it('does not send it again when it comes again either', async () => {
    const { send, move, bodies, faults } = await openMemoryQueues();
    await send(texts(300));
    let isLost = false;
    faults.failEntry = (action) =>
      action === 'ChangeMessageVisibilityBatch' ? { code: 'InternalError' } : undefined;
    faults.after = (action) => {
      if (action !== 'SendMessageBatch' || isLost) return;
      isLost = true;
      throw new Error('socket hang up');
    };
    expect(await move({ ratePerSecond: 1 })).toMatchObject({ moved: 299, failed: 1 });
    expect(bodies('to')).toHaveLength(300);
    expect(bodies('from')).toEqual(['hook 0']);
  });

  it('deletes a message that comes again because its delete failed, and does not send it twice', async () => {
    const { send, move, bodies, faults, inspect } = await openMemoryQueues();
    await send(texts(10));
    await send(texts(300, 'slow'));
    let refusals = 0;
    faults.failEntry = (action) => {
      if (action !== 'DeleteMessageBatch' || refusals >= 10 * 3) return undefined;
      refusals += 1;
      return { code: 'InternalError' };
    };
    // Slow enough that the visibility of the first ten is over before the end.
    expect(await move({ ratePerSecond: 2 })).toMatchObject({ moved: 310, failed: 0 });
    expect(inspect('from')).toEqual([]);
    expect(bodies('to')).toHaveLength(310);
  });

  it('deletes at the end what could not be deleted before', async () => {
    const { send, move, bodies, faults } = await openMemoryQueues();
    await send(texts(10));
    let refusals = 0;
    faults.before = (action) => {
      if (action !== 'DeleteMessageBatch' || refusals > 0) return;
      refusals += 1;
      throw sqsError('RequestThrottled');
    };
    expect(await move()).toMatchObject({ moved: 10, failed: 0 });
    expect(bodies('from')).toEqual([]);
    expect(bodies('to')).toHaveLength(10);
  });

  it('ends after few copies when it may not delete, and says which are in both queues', async () => {
    const { send, move, bodies, faults } = await openMemoryQueues();
    await send(texts(1_000));
    faults.before = (action) => {
      if (action === 'DeleteMessageBatch') throw sqsError('AccessDenied');
    };
    const report = await move();
    expect(report).toMatchObject({ moved: 30, failed: 30, ended: 'refused' });
    expect(report.failures[0]).toMatchObject({ step: 'delete', code: 'AccessDenied' });
    expect(bodies('to')).toHaveLength(30);
    expect(bodies('from')).toHaveLength(1_000);
  });

  it('ends early when the target takes nothing', async () => {
    const { send, move, faults, sqs } = await openMemoryQueues();
    await send(texts(1_000));
    faults.before = (action) => {
      if (action === 'SendMessageBatch') throw sqsError('QueueDoesNotExist');
    };
    const report = await move();
    expect(report).toMatchObject({ moved: 0, failed: 30, ended: 'refused' });
    expect(report.failures[0]?.code).toBe('QueueDoesNotExist');
    expect(sqs.requests.ReceiveMessage).toBe(3);
  });

  it('receives again when a receive fails, and throws when it keeps failing', async () => {
    const { send, move, bodies, faults } = await openMemoryQueues();
    await send(texts(20));
    let failures = 2;
    faults.before = (action) => {
      if (action !== 'ReceiveMessage' || failures === 0) return;
      failures -= 1;
      throw new Error('socket hang up');
    };
    expect(await move()).toMatchObject({ moved: 20, ended: 'empty' });
    expect(bodies('to')).toHaveLength(20);
    faults.before = (action) => {
      if (action === 'ReceiveMessage') throw sqsError('AccessDenied');
    };
    await expect(move()).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('throws when the source is not there', async () => {
    const { move } = await openMemoryQueues();
    const from = 'https://sqs.us-east-1.amazonaws.com/123456789012/nowhere';
    await expect(move({ from })).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
  });

  it('lists a hundred failures, and counts all', async () => {
    const { send, move, faults } = await openMemoryQueues();
    await send(texts(150));
    faults.failEntry = (action) =>
      action === 'SendMessageBatch' ? { code: 'KmsDisabled', isSenderFault: true } : undefined;
    const report = await move();
    expect(report.failed).toBe(150);
    expect(report.failures).toHaveLength(100);
  });
});
