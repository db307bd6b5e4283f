import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { encodeHook, isHooklaneError } from '@hooklane/core';
import { buildHook, createFakeClock } from '@hooklane/core/testing';
import { createMemorySqs, type MemorySqsFaults } from '@hooklane/queue/testing';
import { describe, expect, it } from 'vitest';
import { requeue } from '../src/index.ts';

async function createLaneQueue(faults: MemorySqsFaults = {}) {
  const clock = createFakeClock();
  const sqs = createMemorySqs({ clock, faults });
  const { QueueUrl: queueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'lane' }));
  return { clock, sqs, options: { queueUrl, clients: { sqs }, clock } };
}

async function refusalOf(attempt: Promise<void>): Promise<{ code: string; message: string }> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!isHooklaneError(error)) throw new Error('It was not refused');
  return error;
}

describe('requeue', () => {
  it('puts a hook into its lane, with its attempt and when it is due', async () => {
    const { clock, sqs, options } = await createLaneQueue();
    const dueAt = clock.now() + 300_000;
    await requeue(buildHook(), { ...options, attempt: 2, dueAt });
    expect(sqs.inspect('lane')).toMatchObject([
      {
        body: encodeHook(buildHook()),
        attributes: {
          attempt: { DataType: 'Number', StringValue: '2' },
          dueAt: { DataType: 'Number', StringValue: String(dueAt) },
        },
        visibleAt: dueAt,
      },
    ]);
  });

  it('delays a hook that is due in days by a quarter of an hour, the longest that SQS can', async () => {
    const { clock, sqs, options } = await createLaneQueue();
    await requeue(buildHook(), { ...options, attempt: 8, dueAt: clock.now() + 72 * 3_600_000 });
    expect(sqs.inspect('lane')).toMatchObject([{ visibleAt: clock.now() + 900_000 }]);
  });

  it('does not delay a hook that is due already', async () => {
    const { clock, sqs, options } = await createLaneQueue();
    await requeue(buildHook(), { ...options, attempt: 1, dueAt: 0 });
    expect(sqs.inspect('lane')).toMatchObject([{ visibleAt: clock.now() }]);
  });

  it.each([
    ['attempt', 0, '0'],
    ['attempt', 1.5, '1.5'],
    ['attempt', Number.NaN, 'NaN'],
    ['attempt', '2', '"2"'],
    ['dueAt', -1, '-1'],
    ['dueAt', 0.5, '0.5'],
    ['dueAt', 2 ** 53, '9007199254740992'],
    ['dueAt', Number.NaN, 'NaN'],
  ])('refuses an %s of %s and sends nothing', async (name, value, shown) => {
    const { sqs, options } = await createLaneQueue();
    const given = { ...options, attempt: 2, dueAt: 1_000, [name]: value };
    const { code, message } = await refusalOf(requeue(buildHook(), given));
    expect(code).toBe('invalid_options');
    expect(message).toMatch(`requeue options: ${name} must be`);
    expect(message).toMatch(`Received: ${shown}`);
    expect(sqs.inspect('lane')).toEqual([]);
  });

  it('refuses a hook that no message holds', async () => {
    const { options } = await createLaneQueue();
    const hook = buildHook({ body: 'a'.repeat(1_048_576) });
    const { code } = await refusalOf(requeue(hook, { ...options, attempt: 2, dueAt: 0 }));
    expect(code).toBe('hook_too_large');
  });

  it('says so when SQS does not take the hook, and gives the cause', async () => {
    const cause = Object.assign(new Error('no'), { name: 'QueueDoesNotExist' });
    const { options } = await createLaneQueue({
      before: (action) => {
        if (action === 'SendMessageBatch') throw cause;
      },
    });
    const refused = requeue(buildHook(), { ...options, attempt: 2, dueAt: 0 });
    await expect(refused).rejects.toMatchObject({
      code: 'queue_refused',
      message: expect.stringContaining('msg_1 back into its lane: QueueDoesNotExist'),
      cause,
    });
  });
});
