/** The name of an AWS error, without the prefix that some servers put before it. */
export function sqsErrorName(error: unknown): string {
  const name = error instanceof Error ? error.name : String(error);
  return name.replace(/^AWS\.SimpleQueueService\./, '');
}

/** Tells whether `error` says that the queue is not there. */
export function isMissingQueue(error: unknown): boolean {
  const name = sqsErrorName(error);
  return name === 'QueueDoesNotExist' || name === 'NonExistentQueue';
}

/** Tells whether `error` says that the name is not free yet, because its queue was deleted just now. */
export function isDeletedRecently(error: unknown): boolean {
  const name = sqsErrorName(error);
  return name === 'QueueDeletedRecently';
}

/**
 * Tells whether the queue may be there although `CreateQueue` failed: it was there before, or the
 * answer got lost (time-out, broken connection, fault of the server).
 */
export function mayExistAfter(error: unknown): boolean {
  const name = sqsErrorName(error);
  if (name === 'QueueNameExists' || name === 'QueueAlreadyExists') return true;
  return !(error instanceof Error && '$fault' in error && error.$fault === 'client');
}
