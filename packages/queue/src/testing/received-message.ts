import type { Message, MessageAttributeValue, ReceiveMessageRequest } from '@aws-sdk/client-sqs';
import type { MemoryQueue } from './memory-account.ts';
import type { StoredMessage } from './message-store.ts';
import { receiptHandleOf } from './receipt-handle.ts';

/** A message as ReceiveMessage gives it, with the attributes that the request asks for. */
export function receivedMessage(
  queue: MemoryQueue,
  message: StoredMessage,
  request: ReceiveMessageRequest,
): Message {
  const { MessageAttributeNames = [], MessageSystemAttributeNames = [] } = request;
  const systemNames = [...MessageSystemAttributeNames, ...(request.AttributeNames ?? [])];
  const attributes = chooseAttributes(message.attributes, MessageAttributeNames);
  const systemAttributes = chooseSystemAttributes(message, systemNames);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandleOf(queue, message),
    Body: message.body,
    MD5OfBody: message.bodyMd5,
    ...(attributes && { MessageAttributes: structuredClone(attributes) }),
    ...(systemAttributes && { Attributes: systemAttributes }),
  };
}

// `All`, `.*` and `prefix.*` stand for several names (SQS API reference, ReceiveMessage).
function chooseAttributes(
  attributes: Readonly<Record<string, MessageAttributeValue>>,
  names: readonly string[],
): Record<string, MessageAttributeValue> | undefined {
  const exact = new Set(names);
  const prefixes = names.filter((name) => name.endsWith('.*')).map((name) => name.slice(0, -2));
  const chosen = Object.entries(attributes).filter(
    ([name]) =>
      exact.has('All') || exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix)),
  );
  return chosen.length === 0 ? undefined : Object.fromEntries(chosen);
}

function chooseSystemAttributes(
  message: StoredMessage,
  names: readonly string[],
): Record<string, string> | undefined {
  const all = {
    ApproximateReceiveCount: message.receiveCount,
    SentTimestamp: message.sentAt,
    ApproximateFirstReceiveTimestamp: message.firstReceivedAt,
    MessageGroupId: message.groupId,
    DeadLetterQueueSourceArn: message.deadLetterSourceArn,
  };
  const chosen = Object.entries(all).flatMap(([name, value]) =>
    value !== undefined && (names.includes('All') || names.includes(name))
      ? [[name, String(value)] as const]
      : [],
  );
  return chosen.length === 0 ? undefined : Object.fromEntries(chosen);
}
