import type { Message } from '@aws-sdk/client-sqs';
import type { MoveMessagesOptions } from './move-options.ts';
import { isQueueUrl, isSameHost, isSameQueue } from './queue-url.ts';

/** Where a message goes, or why it goes nowhere. */
export type Target =
  | { readonly url: string }
  | { readonly code: 'no_target' | 'invalid_target' | 'same_queue' };

/** Finds the target of a message. */
export function targetOf(
  { MessageAttributes = {} }: Message,
  { from, to, toAttribute = '' }: Pick<MoveMessagesOptions, 'from' | 'to' | 'toAttribute'>,
): Target {
  if (to !== undefined) return { url: to };
  const url = MessageAttributes[toAttribute]?.StringValue;
  if (url === undefined) return { code: 'no_target' };
  // The SDK sends to the host of a queue's URL, and a session token with it: no message may choose that host.
  if (!isQueueUrl(url) || !isSameHost(url, from)) return { code: 'invalid_target' };
  return isSameQueue(url, from) ? { code: 'same_queue' } : { url };
}
