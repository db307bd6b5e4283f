import type { AttemptResult, Logger } from '@hooklane/core';
import { sqsErrorName } from '@hooklane/queue';
import type { ConsumedResult } from './consume-results.ts';
import { readResult } from './read-result.ts';

/** Who takes results: what `createSubscriptions` makes. */
export interface ResultsConsumer {
  consumeResults(results: readonly AttemptResult[]): Promise<readonly ConsumedResult[]>;
}

/** What the messages of a batch turned out to be, for counting. */
export interface ResultsBatch {
  readonly added: number;
  /** They had come before. */
  readonly known: number;
  /** Of hooks that no event made, or whose retention has ended. */
  readonly unknown: number;
  /** No results: logged, and gone. */
  readonly poison: number;
  /** Of a newer version: left in the queue. */
  readonly newer: number;
  /** Left in the queue, to come again. */
  readonly failed: number;
}

/** What {@link consumeMessages} works with. */
export interface ConsumeMessagesOptions {
  readonly subscriptions: ResultsConsumer;
  readonly logger: Logger;
}

/** What became of messages. */
export interface ConsumedMessages<Message> {
  /** To be acknowledged. */
  readonly done: readonly Message[];
  /** To be received again. */
  readonly left: readonly Message[];
  readonly batch: ResultsBatch;
}

type Kind = keyof ResultsBatch;

interface SortedMessage<Message> {
  readonly message: Message;
  readonly kind: Kind;
}

/** For a consumer that says less than it was asked. */
const unanswered: ConsumedResult = { kind: 'failed', error: 'unanswered' };

/** Reads messages of the results queue and hands the results on. Every message is either done or left. */
export async function consumeMessages<
  Message extends { readonly messageId: string; readonly body: string },
>(
  messages: readonly Message[],
  options: ConsumeMessagesOptions,
): Promise<ConsumedMessages<Message>> {
  const unread: SortedMessage<Message>[] = [];
  const read: ReadMessage<Message>[] = [];
  for (const message of messages) {
    const found = readResult(message.body);
    if (found.kind === 'result') read.push({ message, result: found.result });
    else unread.push({ message, kind: found.kind });
    if (found.kind !== 'poison') continue;
    const { messageId } = message;
    const text = 'Dropped a message that is no result';
    options.logger.error({ message: text, messageId, reason: found.reason });
  }
  const sorted = [...unread, ...(await handOn(read, options))];
  const left = sorted.filter(({ kind }) => kind === 'failed' || kind === 'newer');
  const done = sorted.filter((one) => !left.includes(one));
  return {
    done: done.map(({ message }) => message),
    left: left.map(({ message }) => message),
    batch: countKinds(sorted.map(({ kind }) => kind)),
  };
}

interface ReadMessage<Message> {
  readonly message: Message;
  readonly result: AttemptResult;
}

async function handOn<Message>(
  read: readonly ReadMessage<Message>[],
  { subscriptions, logger }: ConsumeMessagesOptions,
): Promise<readonly SortedMessage<Message>[]> {
  if (read.length === 0) return [];
  const consumed = await subscriptions.consumeResults(read.map(({ result }) => result));
  return read.map(({ message, result: { hookId, partnerId } }, index) => {
    const one = consumed[index] ?? unanswered;
    if (one.kind === 'failed') {
      const text = 'A result could not be dealt with; it comes back';
      logger.error({ message: text, hookId, partnerId, code: codeOf(one.error) });
    }
    return { message, kind: one.kind === 'unknown_hook' ? 'unknown' : one.kind };
  });
}

function countKinds(kinds: readonly Kind[]): ResultsBatch {
  const count = (kind: Kind): number => kinds.filter((one) => one === kind).length;
  return {
    added: count('added'),
    known: count('known'),
    unknown: count('unknown'),
    poison: count('poison'),
    newer: count('newer'),
    failed: count('failed'),
  };
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return sqsErrorName(error);
}
