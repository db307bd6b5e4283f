import type { MemoryQueue } from './memory-account.ts';
import type { StoredMessage } from './message-store.ts';
import { sqsError } from './sqs-error.ts';

// The receive count in a handle tells which receive it belongs to: only the latest one counts.
const form = /^([A-Za-z0-9_-]+) ([0-9-]+) ([0-9a-f-]{36}) (\d+)$/;

/** The handle of the latest receive of a message. */
export function receiptHandleOf(queue: MemoryQueue, message: StoredMessage): string {
  const text = `${queue.name} ${queue.createdAt} ${message.id} ${message.receiveCount}`;
  return Buffer.from(text).toString('base64url');
}

/**
 * The message a handle belongs to; none when it was deleted, or received again since.
 *
 * @throws SQSServiceException `ReceiptHandleIsInvalid` for what is no handle of this queue
 */
export function messageOfHandle(
  queue: MemoryQueue,
  handle: string | undefined,
): StoredMessage | undefined {
  const [, name, createdAt, id, receive] =
    form.exec(Buffer.from(handle ?? '', 'base64url').toString()) ?? [];
  if (id === undefined || name !== queue.name || Number(createdAt) !== queue.createdAt) {
    throw sqsError(
      'ReceiptHandleIsInvalid',
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
    );
  }
  const message = queue.store.messages.get(id);
  return message?.receiveCount === Number(receive) ? message : undefined;
}
