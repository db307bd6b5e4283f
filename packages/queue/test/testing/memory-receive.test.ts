import {
  DeleteMessageCommand,
  DeleteQueueCommand,
  QueueDoesNotExist,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { openMemoryQueue } from './memory-queue.ts';

const hour = 3_600_000;

describe('long polls', () => {
  it('wait exactly as long as they are told', async () => {
    const { clock, receive } = await openMemoryQueue();
    let isOver = false;
    const poll = receive({ WaitTimeSeconds: 20 }).then(() => {
      isOver = true;
    });
    await clock.advance(19_999);
    expect(isOver).toBe(false);
    await clock.advance(1);
    await poll;
    expect(clock.sleeping).toBe(0);
  });

  it('wait as long as the queue says where the request says nothing', async () => {
    const { clock, receive } = await openMemoryQueue({}, { ReceiveMessageWaitTimeSeconds: '5' });
    const poll = receive();
    await clock.advance(5_000);
    expect(await poll).toEqual([]);
  });

  it('give each message to one of them only', async () => {
    const { clock, send, receive } = await openMemoryQueue();
    const polls = [receive({ WaitTimeSeconds: 20 }), receive({ WaitTimeSeconds: 20 })];
    await clock.advance(1_000);
    await send('one');
    await clock.advance(20_000);
    expect((await Promise.all(polls)).flat()).toHaveLength(1);
  });

  it('take no message after they were aborted', async () => {
    const { sqs, QueueUrl, send, receive } = await openMemoryQueue();
    const controller = new AbortController();
    const request = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 });
    const poll = sqs.send(request, { abortSignal: controller.signal });
    controller.abort(new Error('shutting down'));
    await expect(poll).rejects.toMatchObject({ name: 'AbortError' });
    await send('kept');
    expect(await receive()).toHaveLength(1);
  });

  it('fail when their queue is deleted', async () => {
    const { sqs, QueueUrl, receive } = await openMemoryQueue();
    const poll = receive({ WaitTimeSeconds: 20 });
    const ended = expect(poll).rejects.toBeInstanceOf(QueueDoesNotExist);
    await sqs.send(new DeleteQueueCommand({ QueueUrl }));
    await ended;
  });
});

describe('the limit of messages in flight', () => {
  it('fails short polls with OverLimit and gives a receive no more than what is left', async () => {
    const { send, receive } = await openMemoryQueue({ inFlightLimit: 3 });
    for (const body of ['1', '2', '3', '4']) await send(body);
    expect(await receive()).toHaveLength(3);
    await expect(receive()).rejects.toMatchObject({ name: 'OverLimit' });
  });

  it('leaves long polls without messages until a place is free', async () => {
    const { clock, sqs, QueueUrl, send, receive } = await openMemoryQueue({ inFlightLimit: 1 });
    await send('1');
    await send('2');
    const [first] = await receive();
    const inVain = receive({ WaitTimeSeconds: 20 });
    await clock.advance(20_000);
    expect(await inVain).toEqual([]);
    const poll = receive({ WaitTimeSeconds: 20 });
    const { ReceiptHandle } = first ?? {};
    await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    expect((await poll).map(({ Body }) => Body)).toEqual(['2']);
  });

  it('is 120,000, reached and left without scanning messages', async () => {
    const { clock, sqs, send, receive } = await openMemoryQueue();
    for (let sent = 0; sent < 120_001; sent += 1) await send('x', { DelaySeconds: sent % 900 });
    await clock.advance(900_000);
    for (let batch = 0; batch < 12_000; batch += 1) await receive({ VisibilityTimeout: 43_200 });
    await expect(receive()).rejects.toMatchObject({ name: 'OverLimit' });
    await clock.advance(12 * hour);
    expect(await receive()).toHaveLength(10);
    const counts = Object.groupBy(sqs.inspect('lane'), ({ state }) => state);
    expect(counts.visible).toHaveLength(119_991);
    expect(counts.inFlight).toHaveLength(10);
  }, 30_000);
});
