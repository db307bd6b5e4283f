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
