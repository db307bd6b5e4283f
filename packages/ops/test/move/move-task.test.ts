import { DeleteQueueCommand, StartMessageMoveTaskCommand } from '@aws-sdk/client-sqs';
import { HooklaneError } from '@hooklane/core';
import { type SqsAction, sqsError } from '@hooklane/queue/testing';
import { describe, expect, it, vi } from 'vitest';
import type { MoveMessagesOptions } from '../../src/index.ts';
import { type MemoryQueues, openMemoryQueues, texts } from './memory-queues.ts';

/** Makes `from` the dead-letter queue of a third one. */
async function openDeadLetters(count: number): Promise<MemoryQueues> {
  const queues = await openMemoryQueues();
  const deadLetterTargetArn = arnOf('from');
  await queues.createQueue('lane', {
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 }),
  });
  await queues.send(texts(count), { reason: 'exhausted' });
  return {
    ...queues,
    move: (options) => queues.move({ useMoveTask: 'auto', ...options }),
  };
}

const arnOf = (name: string): string => `arn:aws:sqs:us-east-1:123456789012:${name}`;

describe('moveMessages out of a dead-letter queue', () => {
  it('lets SQS move the messages, to the target that was named', async () => {
    const { move, bodies, inspect, sqs } = await openDeadLetters(1_200);
    const onProgress = vi.fn();
    const report = await move({ onProgress });
    expect(report).toMatchObject({ by: 'move_task', moved: 1_200, failed: 0, ended: 'empty' });
    expect(bodies('to').toSorted()).toEqual(texts(1_200).toSorted());
    expect(bodies('from')).toEqual([]);
    expect(inspect('to')[0]?.attributes).toMatchObject({ reason: { StringValue: 'exhausted' } });
    expect(sqs.requests.ReceiveMessage).toBe(0);
    expect(onProgress.mock.calls.length).toBeGreaterThan(2);
    expect(onProgress.mock.calls.map(([{ moved }]) => moved)).toContain(500);
    expect(onProgress.mock.lastCall).toEqual([
      { by: 'move_task', moved: 1_200, skipped: 0, failed: 0, total: 1_200 },
    ]);
  });

  it('gives the rate to SQS', async () => {
    const { move, clock } = await openDeadLetters(100);
    const startedAt = clock.now();
    expect(await move({ ratePerSecond: 20 })).toMatchObject({ by: 'move_task', moved: 100 });
    expect(clock.now() - startedAt).toBeGreaterThanOrEqual(5_000);
  });

  it.each<[string, Partial<MoveMessagesOptions>]>([
    ['a filter', { filter: () => true }],
    ['a limit', { limit: 50 }],
    ['attempts to reset', { resetAttempts: true }],
    ['a dry run', { dryRun: true }],
    ['a rate that SQS does not offer', { ratePerSecond: 501 }],
    ['the wish to', { useMoveTask: 'never' }],
  ])('copies because of %s', async (_, options) => {
    const { move, sqs } = await openDeadLetters(20);
    expect(await move(options)).toMatchObject({ by: 'copy', moved: 20 });
    expect(sqs.requests.StartMessageMoveTask).toBe(0);
  });

  it('copies out of a queue that is no dead-letter queue', async () => {
    const { send, move, sqs } = await openMemoryQueues();
    await send(texts(20));
    expect(await move({ useMoveTask: 'auto' })).toMatchObject({ by: 'copy', moved: 20 });
    expect(sqs.requests.StartMessageMoveTask).toBe(0);
  });

  it.each<[string, SqsAction, Error]>([
    [
      'does not know which queues lead there',
      'ListDeadLetterSourceQueues',
      sqsError('InvalidAction'),
    ],
    ['does not know move tasks', 'StartMessageMoveTask', sqsError('InvalidAction')],
    ['answers with what is no JSON', 'StartMessageMoveTask', new SyntaxError('Unexpected token <')],
    ['does not move this queue', 'StartMessageMoveTask', sqsError('UnsupportedOperation')],
    ['does not let the caller', 'StartMessageMoveTask', sqsError('AccessDenied')],
  ])('copies when the server %s', async (_, action, error) => {
    const { move, bodies, faults } = await openDeadLetters(20);
    faults.before = (called) => {
      if (called === action) throw error;
    };
    expect(await move()).toMatchObject({ by: 'copy', moved: 20, ended: 'empty' });
    expect(bodies('to')).toHaveLength(20);
  });

  it('throws what is no reason to copy', async () => {
    const { move, faults, bodies } = await openDeadLetters(20);
    faults.before = (action) => {
      if (action === 'StartMessageMoveTask') throw new Error('socket hang up');
    };
    await expect(move()).rejects.toThrow('socket hang up');
    expect(bodies('from')).toHaveLength(20);
  });

  it('refuses while SQS is moving messages out of the queue already', async () => {
    const { move, sqs, bodies } = await openDeadLetters(2_000);
    await sqs.send(
      new StartMessageMoveTaskCommand({
        SourceArn: arnOf('from'),
        DestinationArn: arnOf('lane'),
        MaxNumberOfMessagesPerSecond: 1,
      }),
    );
    const refusal = await move().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(HooklaneError);
    expect(refusal).toMatchObject({ code: 'move_in_progress' });
    expect(bodies('to')).toEqual([]);
  });

  it('cancels the task when it is aborted, and says what was moved', async () => {
    const { move, bodies, sqs } = await openDeadLetters(1_000);
    const stop = new AbortController();
    const report = await move({
      ratePerSecond: 100,
      signal: stop.signal,
      onProgress: ({ moved }) => {
        if (moved >= 300) stop.abort();
      },
    });
    expect(report).toMatchObject({ by: 'move_task', ended: 'aborted' });
    expect(report.moved).toBe(bodies('to').length);
    expect(report.moved).toBeLessThan(400);
    expect(bodies('from')).toHaveLength(1_000 - report.moved);
    expect(sqs.requests.CancelMessageMoveTask).toBe(1);
  });

  it('is at the end when the task was over before it could be cancelled', async () => {
    const { move, faults } = await openDeadLetters(100);
    const stop = new AbortController();
    faults.before = (action) => {
      if (action === 'CancelMessageMoveTask') throw sqsError('ResourceNotFoundException');
      if (action === 'ListMessageMoveTasks') stop.abort();
    };
    expect(await move({ signal: stop.signal })).toMatchObject({ moved: 100, ended: 'empty' });
  });

  it('throws when the task may not be cancelled', async () => {
    const { move, faults } = await openDeadLetters(5_000);
    const stop = new AbortController();
    faults.before = (action) => {
      if (action === 'CancelMessageMoveTask') throw sqsError('AccessDenied');
    };
    const moving = move({ signal: stop.signal, onProgress: () => stop.abort() });
    await expect(moving).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('throws when SQS gives up, with its reason', async () => {
    const { move, faults, sqs, to } = await openDeadLetters(1_000);
    let lists = 0;
    faults.after = async (action) => {
      if (action !== 'ListMessageMoveTasks') return;
      lists += 1;
      if (lists === 1) await sqs.send(new DeleteQueueCommand({ QueueUrl: to }));
    };
    const failure = await move().catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'move_task_failed' });
    expect((failure as Error).message).toMatch(/after about 500: NonExistentQueue\./);
  });
});
