import { isHooklaneError } from '@hooklane/core';

/** The name of an AWS error, without the prefix that some servers put before it. */
export function errorName(error: unknown): string {
  const name = error instanceof Error ? error.name : String(error);
  return name.replace(/^AWS\.SimpleQueueService\./, '');
}

const missing: ReadonlySet<string> = new Set([
  'QueueDoesNotExist',
  'NonExistentQueue',
  'ResourceNotFoundException',
  'NoSuchEntityException',
  'NoSuchEntity',
  'ParameterNotFound',
  'NotFoundException',
  'NotFound',
]);

/** Tells whether `error` says that the resource is not there. */
export function isMissing(error: unknown): boolean {
  return missing.has(errorName(error));
}

const present: ReadonlySet<string> = new Set([
  'QueueNameExists',
  'QueueAlreadyExists',
  'EntityAlreadyExistsException',
  'EntityAlreadyExists',
  'ResourceAlreadyExistsException',
  'ResourceConflictException',
  'ParameterAlreadyExists',
]);

/**
 * Tells whether a resource may be there although creating it failed: it was there before, or the answer
 * got lost (time-out, broken connection, fault of the server).
 */
export function mayExistAfter(error: unknown): boolean {
  return present.has(errorName(error)) || isUnknownOutcome(error);
}

/** Tells whether `error` says that the name is not free yet, because its queue was deleted just now. */
export function isDeletedRecently(error: unknown): boolean {
  return errorName(error) === 'QueueDeletedRecently';
}

/**
 * Tells whether nobody knows if the request was carried out: a fault of the server, a broken connection, a
 * time-out, an answer that cannot be read.
 */
export function isUnknownOutcome(error: unknown): boolean {
  // Our own errors have a code, too.
  if (!(error instanceof Error) || isHooklaneError(error) || isThrottle(error)) return false;
  if ('$fault' in error && error.$fault !== undefined) return error.$fault === 'server';
  const isOfNetwork = 'code' in error && typeof error.code === 'string';
  return isOfNetwork || error.name === 'TimeoutError' || error.name === 'SyntaxError';
}

const throttles: ReadonlySet<string> = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'Throttling',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'SlowDown',
  'PriorRequestNotComplete',
  'Throttled',
  'TooManyUpdates',
  'EC2ThrottledException',
  'ConcurrentAccessException',
  'ConcurrentModification',
  'ConcurrentModificationException',
  'EntityTemporarilyUnmodifiable',
  'EntityTemporarilyUnmodifiableException',
  'OperationAbortedException',
]);

/** Tells whether the request was too much just now, or met another one, and was not carried out. */
export function isThrottle(error: unknown): boolean {
  if (throttles.has(errorName(error))) return true;
  const { $metadata } = error as { readonly $metadata?: { readonly httpStatusCode?: number } };
  return $metadata?.httpStatusCode === 429;
}

/** What Lambda says until IAM, SQS, KMS and EC2 have caught up. SDK: no retry, these are status 400. */
const notYet = [
  'cannot be assumed by Lambda',
  'execution role does not have permissions',
  // SetQueueAttributes takes up to a minute.
  'is less than Function timeout',
  'throttled by EC2',
  'KMS key is invalid for CreateGrant',
];

/** Tells whether the same request will do once another resource has settled. */
export function isSettling(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'InvalidParameterValueException') {
    return notYet.some((text) => error.message.includes(text));
  }
  return error.name === 'ResourceInUseException' || isBusy(error);
}

/** A function that is being made or changed; not one that is there already. */
function isBusy(error: Error): boolean {
  return (
    error.name === 'ResourceConflictException' &&
    /update is in progress|in the following state/i.test(error.message)
  );
}
