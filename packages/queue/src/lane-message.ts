import type { Message } from '@aws-sdk/client-sqs';
import { type Hook, isHooklaneError, parseHook } from '@hooklane/core';

/** A message as it came out of a lane, from the SQS API or from a Lambda event alike. */
export interface LaneMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** Value of the attribute `attempt`; a message without it is on its first. */
  readonly attempt?: string | undefined;
  /** Value of the attribute `dueAt`; a message without it is due at once. */
  readonly dueAt?: string | undefined;
  /** How often SQS has handed it out: raised by holds too, so not the number of the attempt. */
  readonly receiveCount: number;
  /** Milliseconds since the epoch, on the receiver's clock. */
  readonly receivedAt: number;
}

/** What a {@link LaneMessage} turned out to be. */
export type ReadMessage =
  | {
      readonly kind: 'hook';
      readonly message: LaneMessage;
      readonly hook: Hook;
      /** From 1. */
      readonly attempt: number;
      /** Milliseconds since the epoch; 0 when due at once. */
      readonly dueAt: number;
    }
  /** Not a hook, and never will be. `reason` does not quote the message. */
  | { readonly kind: 'poison'; readonly message: LaneMessage; readonly reason: string }
  /** Written by a newer version: to be left for a newer consumer. */
  | { readonly kind: 'newer'; readonly message: LaneMessage };

/** Takes from a message of the SQS API what a lane needs to know. */
export function toLaneMessage(message: Message, receivedAt: number): LaneMessage {
  return {
    messageId: message.MessageId ?? '',
    receiptHandle: message.ReceiptHandle ?? '',
    body: message.Body ?? '',
    attempt: message.MessageAttributes?.['attempt']?.StringValue,
    dueAt: message.MessageAttributes?.['dueAt']?.StringValue,
    receiveCount: Number(message.Attributes?.ApproximateReceiveCount ?? 1),
    receivedAt,
  };
}

/** Reads a message; one that cannot be read says so instead of throwing. */
export function readMessage(message: LaneMessage): ReadMessage {
  let hook: Hook;
  try {
    hook = parseHook(message.body);
  } catch (error) {
    // Before the attributes are read: a newer version may give them another form.
    if (isHooklaneError(error, 'unsupported_wire_version')) return { kind: 'newer', message };
    if (isHooklaneError(error, 'invalid_message')) {
      return { kind: 'poison', message, reason: error.message };
    }
    throw error;
  }
  const attempt = readInteger(message.attempt, 1);
  const dueAt = readInteger(message.dueAt, 0);
  if (attempt === undefined || attempt < 1) {
    return { kind: 'poison', message, reason: 'Its attribute attempt is not a number from 1' };
  }
  if (dueAt === undefined) {
    return { kind: 'poison', message, reason: 'Its attribute dueAt is not a time' };
  }
  return { kind: 'hook', message, hook, attempt, dueAt };
}

function readInteger(text: string | undefined, absent: number): number | undefined {
  if (text === undefined) return absent;
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
