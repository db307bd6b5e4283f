import { SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { isMissingQueue, sqsErrorName } from '../src/index.ts';
import { sqsClientOf } from '../src/sqs-client.ts';
import { sqsError } from '../src/testing.ts';

describe('sqsClientOf', () => {
  it('gives the client that it is given', () => {
    const sqs = new SQSClient({ region: 'us-east-1' });
    expect(sqsClientOf({ sqs })).toBe(sqs);
  });

  it('makes one client for the process', () => {
    expect(sqsClientOf(undefined)).toBeInstanceOf(SQSClient);
    expect(sqsClientOf(undefined)).toBe(sqsClientOf({}));
  });

  it('makes a client that outlasts a long poll, but gives up on a server that is silent', async () => {
    const { requestHandler } = (sqsClientOf(undefined) as SQSClient).config;
    // The SDK shows what a handler was made with only after its first request.
    const settings = await Reflect.get(requestHandler, 'configProvider');
    expect(settings).toMatchObject({
      connectionTimeout: 5_000,
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
    });
    expect(settings.httpsAgent.maxSockets).toBe(4_096);
  });
});

describe('errors of SQS', () => {
  it('have their name without the prefix of the older protocol', () => {
    expect(sqsErrorName(sqsError('QueueDoesNotExist'))).toBe('QueueDoesNotExist');
    const error = new Error('gone');
    error.name = 'AWS.SimpleQueueService.NonExistentQueue';
    expect(sqsErrorName(error)).toBe('NonExistentQueue');
    expect(sqsErrorName('odd')).toBe('odd');
  });

  it('tell whether the queue is not there', () => {
    const older = new Error('gone');
    older.name = 'AWS.SimpleQueueService.NonExistentQueue';
    expect(isMissingQueue(sqsError('QueueDoesNotExist'))).toBe(true);
    expect(isMissingQueue(older)).toBe(true);
    expect(isMissingQueue(sqsError('RequestThrottled'))).toBe(false);
    expect(isMissingQueue(undefined)).toBe(false);
  });
});
