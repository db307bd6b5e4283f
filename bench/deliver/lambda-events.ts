import { randomUUID } from 'node:crypto';
import { encodeHook } from '@hooklane/core';
import { makeHooks } from './hooks.ts';

/** Events of an event source mapping with ten hooks each, as the JSON that Lambda hands to its runtime. */
export function makeEvents(hooks: number, url: string): readonly string[] {
  return Array.from({ length: Math.ceil(hooks / 10) }, (_, batch) =>
    JSON.stringify({ Records: makeRecords(Math.min(10, hooks - batch * 10), url) }),
  );
}

function makeRecords(count: number, url: string): readonly object[] {
  return makeHooks(count, url).map((hook) => ({
    messageId: randomUUID(),
    receiptHandle: randomUUID().repeat(6),
    body: encodeHook(hook),
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(hook.createdAt),
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: String(hook.createdAt),
    },
    messageAttributes: {},
    md5OfBody: '00000000000000000000000000000000',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:hooklane-dev-acme',
    awsRegion: 'us-east-1',
  }));
}
