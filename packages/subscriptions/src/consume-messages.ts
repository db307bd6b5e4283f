import type { AttemptResult, Logger } from '@hooklane/core';
import { sqsErrorName } from '@hooklane/queue';
import type { ConsumedResult } from './consume-results.ts';
import { readResults } from './read-results.ts';

/** Who takes results: what `createSubscriptions` makes. */
export interface ResultsConsumer {
  consumeResults(results: readonly AttemptResult[]): Promise<readonly ConsumedResult[]>;
}

/** How many results of a batch of messages became what. */
export interface ResultsBatch {
  readonly added: number;
  /** They had come before. */
  readonly known: number;
  /** Of hooks that no event made, or whose retention has ended. */
  readonly unknown: number;
  /** No results, or messages that hold none: logged, and gone. */
  readonly poison: number;
  /** Messages of a newer version: left in the queue. */
  readonly newer: number;
  /** Left in the queue, to come again with the whole of their message. */
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

/** A message, and what its results became. */
interface SortedMessage<Message> {
  readonly message: Message;
  readonly kinds: readonly Kind[];
}

/** For a consumer that says less than it was asked. */
const unanswered: ConsumedResult = { kind: 'failed', error: 'unanswered' };

/**
 * Reads messages of the results queue and hands the results on. Every message is either done or left: left when it is newer,
 * or when any of its results failed. The others are known when it comes again.
 */
export async function consumeMessages<
  Message extends { readonly messageId: string; readonly body: string },
>(
  messages: readonly Message[],
  options: ConsumeMessagesOptions,
): Promise<ConsumedMessages<Message>> {
  const read = messages.map((message) => readMessage(message, options.logger));
  const kinds = (
    await handOn(
      read.flatMap(({ results }) => results),
      options,
    )
  ).values();
  const sorted = read.map(({ message, results, kinds: unread }) => ({
    message,
    kinds: [...unread, ...results.map(() => kinds.next().value ?? 'failed')],
  }));
  const isLeft = ({ kinds: all }: SortedMessage<Message>): boolean =>
    all.some((kind) => kind === 'failed' || kind === 'newer');
  return {
    done: sorted.filter((one) => !isLeft(one)).map(({ message }) => message),
    left: sorted.filter(isLeft).map(({ message }) => message),
    batch: countKinds(sorted.flatMap(({ kinds: all }) => all)),
  };
}

/** `kinds` are those of what holds no result. */
interface ReadMessage<Message> extends SortedMessage<Message> {
  readonly results: readonly AttemptResult[];
}

function readMessage<Message extends { readonly messageId: string; readonly body: string }>(
  message: Message,
  logger: Logger,
): ReadMessage<Message> {
  const found = readResults(message.body);
  if (found.kind === 'newer') return { message, results: [], kinds: ['newer'] };
  const { messageId } = message;
  for (const reason of found.poison) {
    logger.error({ message: 'Dropped what is no result', messageId, reason });
  }
  return { message, results: found.results, kinds: found.poison.map(() => 'poison') };
}

async function handOn(
  results: readonly AttemptResult[],
  { subscriptions, logger }: ConsumeMessagesOptions,
): Promise<readonly Kind[]> {
  if (results.length === 0) return [];
  const consumed = await subscriptions.consumeResults(results);
  return results.map(({ hookId, partnerId }, index) => {
    const one = consumed[index] ?? unanswered;
    if (one.kind === 'failed') {
      const message = 'A result could not be dealt with; it comes back';
      logger.error({ message, hookId, partnerId, code: codeOf(one.error) });
    }
    return one.kind === 'unknown_hook' ? 'unknown' : one.kind;
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
