import { describe, expect, it } from 'vitest';
import { openMemoryQueues, texts } from './memory-queues.ts';

describe('moveMessages to the queue that each message names', () => {
  it('moves each to its own', async () => {
    const { send, move, createQueue, bodies } = await openMemoryQueues();
    const lanes = await Promise.all(['acme', 'globex', 'initech'].map((name) => createQueue(name)));
    for (const [index, lane] of lanes.entries()) await send(texts(33, `lane ${index}`), { lane });
    const report = await move({ toAttribute: 'lane' });
    expect(report).toMatchObject({ moved: 99, failed: 0, ended: 'empty' });
    for (const [index, name] of ['acme', 'globex', 'initech'].entries()) {
      expect(bodies(name).toSorted()).toEqual(texts(33, `lane ${index}`).toSorted());
    }
  });

  it.each([
    ['names none', {}, 'no_target'],
    ['names what is no URL', { lane: 'acme' }, 'invalid_target'],
    [
      'names a queue on another host',
      { lane: 'https://evil.example/123456789012/acme' },
      'invalid_target',
    ],
    [
      'names the source',
      { lane: 'https://sqs.us-east-1.amazonaws.com/123456789012/from' },
      'same_queue',
    ],
    [
      'names a queue that is gone',
      { lane: 'https://sqs.us-east-1.amazonaws.com/123456789012/gone' },
      'QueueDoesNotExist',
    ],
  ])('leaves a message that %s, and moves the others', async (_, attributes, code) => {
    const { send, move, createQueue, bodies, sqs } = await openMemoryQueues();
    const lane = await createQueue('acme');
    await send(texts(200, 'lost'), attributes);
    await send(texts(20), { lane });
    const before = sqs.requests.SendMessageBatch;
    const report = await move({ toAttribute: 'lane' });
    expect(report).toMatchObject({ moved: 20, failed: 200, ended: 'empty' });
    expect(report.failures[0]).toMatchObject({ step: 'send', code });
    expect(bodies('acme').toSorted()).toEqual(texts(20).toSorted());
    expect(bodies('from')).toHaveLength(200);
    if (code !== 'QueueDoesNotExist') expect(sqs.requests.SendMessageBatch - before).toBe(2);
  });
});
