import * as sqs from '@aws-sdk/client-sqs';

/** Name of an error that the SDK has a class for. */
export type ModelledSqsErrorName =
  | 'BatchEntryIdsNotDistinct'
  | 'BatchRequestTooLong'
  | 'EmptyBatchRequest'
  | 'InvalidAttributeName'
  | 'InvalidAttributeValue'
  | 'InvalidBatchEntryId'
  | 'InvalidMessageContents'
  | 'MessageNotInflight'
  | 'OverLimit'
  | 'PurgeQueueInProgress'
  | 'QueueDeletedRecently'
  | 'QueueDoesNotExist'
  | 'QueueNameExists'
  | 'ReceiptHandleIsInvalid'
  | 'RequestThrottled'
  | 'TooManyEntriesInBatchRequest'
  | 'UnsupportedOperation';

const modelled: Readonly<Record<ModelledSqsErrorName, new (options: Options) => Base>> = {
  BatchEntryIdsNotDistinct: sqs.BatchEntryIdsNotDistinct,
  BatchRequestTooLong: sqs.BatchRequestTooLong,
  EmptyBatchRequest: sqs.EmptyBatchRequest,
  InvalidAttributeName: sqs.InvalidAttributeName,
  InvalidAttributeValue: sqs.InvalidAttributeValue,
  InvalidBatchEntryId: sqs.InvalidBatchEntryId,
  InvalidMessageContents: sqs.InvalidMessageContents,
  MessageNotInflight: sqs.MessageNotInflight,
  OverLimit: sqs.OverLimit,
  PurgeQueueInProgress: sqs.PurgeQueueInProgress,
  QueueDeletedRecently: sqs.QueueDeletedRecently,
  QueueDoesNotExist: sqs.QueueDoesNotExist,
  QueueNameExists: sqs.QueueNameExists,
  ReceiptHandleIsInvalid: sqs.ReceiptHandleIsInvalid,
  RequestThrottled: sqs.RequestThrottled,
  TooManyEntriesInBatchRequest: sqs.TooManyEntriesInBatchRequest,
  UnsupportedOperation: sqs.UnsupportedOperation,
};

type Base = sqs.SQSServiceException;
type Options = ConstructorParameters<typeof sqs.QueueDoesNotExist>[0];

/**
 * An error as the SDK throws it: of the SDK's own class where there is one, else an
 * `SQSServiceException` with that name. Meant for the faults of a memory client too.
 */
export function sqsError(
  name: ModelledSqsErrorName | (string & {}),
  message: string = name,
): sqs.SQSServiceException {
  const $metadata = { httpStatusCode: 400 };
  if (isModelled(name)) return new modelled[name]({ message, $metadata });
  return new sqs.SQSServiceException({ name, message, $fault: 'client', $metadata });
}

/** The error for a value that a parameter must not have, worded as SQS does. */
export function invalidParameter(
  parameter: string,
  value: unknown,
  reason: string,
): sqs.SQSServiceException {
  return sqsError(
    'InvalidParameterValue',
    `Value ${value} for parameter ${parameter} is invalid. Reason: ${reason}.`,
  );
}

/** The error for a parameter that is not there. */
export function missingParameter(parameter: string): sqs.SQSServiceException {
  return sqsError('MissingParameter', `The request must contain the parameter ${parameter}.`);
}

/** The value, or `fallback` for none; refused unless a whole number from `least` to `most`. */
export function integerParameter(
  parameter: string,
  value: number | undefined,
  { least, most, fallback }: { least: number; most: number; fallback: number },
): number {
  const chosen = value ?? fallback;
  if (Number.isInteger(chosen) && chosen >= least && chosen <= most) return chosen;
  throw invalidParameter(parameter, chosen, `Must be between ${least} and ${most}, if provided`);
}

function isModelled(name: string): name is ModelledSqsErrorName {
  return Object.hasOwn(modelled, name);
}
