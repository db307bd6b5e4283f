import { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { sqsClientOf } from '../src/sqs-client.ts';
import { createAccount } from './account-under-test.ts';

it('takes the client that it is given', () => {
  const { sqs } = createAccount();
  expect(sqsClientOf({ sqs })).toBe(sqs);
});

it('makes one client for the process when it is given none', () => {
  const client = sqsClientOf(undefined);
  expect(client).toBeInstanceOf(SQSClient);
  expect(sqsClientOf({})).toBe(client);
});
