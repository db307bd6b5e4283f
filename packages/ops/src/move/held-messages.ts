import { ChangeMessageVisibilityBatchCommand } from '@aws-sdk/client-sqs';
import { type Clock, holdSeconds } from '@hooklane/core';
import { requestInBatches, type SqsClient } from '@hooklane/queue';

/** Messages that stay in the source, hidden until the run ends, so that it does not meet them again. */
export interface HeldMessages {
  readonly size: number;
  hold(messageId: string, receiptHandle: string): void;
  /** Whether it is held; if so, it has come again and leaves its newest receipt handle. */
  meet(messageId: string, receiptHandle: string): boolean;
  /** Hides for longer those whose time is nearly over. */
  extend(): Promise<void>;
  /** Gives all back to their queue. */
  release(): Promise<void>;
}

/** What {@link createHeldMessages} needs. */
export interface HeldMessagesOptions {
  readonly sqs: SqsClient;
  readonly queueUrl: string;
  /** For how long a receive hides a message. */
  readonly receivedSeconds: number;
  readonly clock: Clock;
}

interface Held {
  readonly receiptHandle: string;
  readonly receivedAt: number;
  hiddenUntil: number;
}

interface Change {
  readonly receiptHandle: string;
  readonly seconds: number;
}

/** So long a message stays hidden when the run is killed. */
const extensionMs = 15 * 60_000;
/** How often `extend` is to be called. */
export const extendEveryMs = 30_000;
// 0 would do on AWS; fauxqs 2.4.1 loses a message from its disk store on 0.
const releaseSeconds = 1;

/** Makes a place for held messages. */
export function createHeldMessages(options: HeldMessagesOptions): HeldMessages {
  const { clock, receivedSeconds } = options;
  const held = new Map<string, Held>();
  const hold = (messageId: string, receiptHandle: string): void => {
    const receivedAt = clock.now();
    const hiddenUntil = receivedAt + receivedSeconds * 1_000;
    held.set(messageId, { receiptHandle, receivedAt, hiddenUntil });
  };
  return {
    get size() {
      return held.size;
    },
    hold,
    meet: (messageId, receiptHandle) => {
      if (!held.has(messageId)) return false;
      hold(messageId, receiptHandle);
      return true;
    },
    extend: async () => {
      const now = clock.now();
      const changes: Change[] = [];
      for (const message of held.values()) {
        if (message.hiddenUntil - now > 2 * extendEveryMs) continue;
        message.hiddenUntil = now + extensionMs;
        const seconds = holdSeconds(message.hiddenUntil, now, message.receivedAt);
        changes.push({ receiptHandle: message.receiptHandle, seconds });
      }
      await changeVisibility(changes, options);
    },
    release: async () => {
      const changes = [...held.values()].map(({ receiptHandle }) => ({
        receiptHandle,
        seconds: releaseSeconds,
      }));
      held.clear();
      await changeVisibility(changes, options);
    },
  };
}

// What is refused comes back by itself when its time is over.
async function changeVisibility(
  changes: readonly Change[],
  { sqs, queueUrl, clock }: HeldMessagesOptions,
): Promise<void> {
  await requestInBatches(changes, {
    clock,
    request: (batch) =>
      sqs.send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: queueUrl,
          Entries: batch.map(({ receiptHandle, seconds }, index) => ({
            Id: String(index),
            ReceiptHandle: receiptHandle,
            VisibilityTimeout: seconds,
          })),
        }),
      ),
  });
}
