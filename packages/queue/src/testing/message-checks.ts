import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { invalidParameter, missingParameter, sqsError } from './sqs-error.ts';

/** What a send says of a message, alone or as an entry of a batch. */
export interface MessageToSend {
  readonly MessageBody?: string | undefined;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttributeValue>> | undefined;
  readonly DelaySeconds?: number | undefined;
  readonly MessageGroupId?: string | undefined;
}

/** SQS takes up to 1 MiB per message and per batch, attributes included (quotas-messages). */
export const mostBytes = 1_048_576;
const mostAttributes = 10;
/** SQS caps DelaySeconds at 900 (SendMessage). */
const longestDelaySeconds = 900;
// SendMessage: #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF
const refusedCharacter = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** Refuses a message that SQS would refuse. */
export function checkMessage(message: MessageToSend, maximumMessageSize: number): void {
  const { MessageBody: body, MessageAttributes: attributes = {}, DelaySeconds: delay } = message;
  if (!body) throw missingParameter('MessageBody');
  if (refusedCharacter.test(body)) {
    throw sqsError(
      'InvalidMessageContents',
      'Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF and #xE000 to #xFFFD.',
    );
  }
  if (
    delay !== undefined &&
    !(Number.isInteger(delay) && delay >= 0 && delay <= longestDelaySeconds)
  ) {
    throw invalidParameter('DelaySeconds', delay, 'DelaySeconds must be >= 0 and <= 900');
  }
  const count = Object.keys(attributes).length;
  if (count > mostAttributes) {
    throw sqsError(
      'InvalidParameterValue',
      `Number of message attributes [${count}] exceeds the allowed maximum [${mostAttributes}].`,
    );
  }
  for (const [name, value] of Object.entries(attributes)) checkAttribute(name, value);
  if (messageBytes(message) > maximumMessageSize) {
    throw sqsError(
      'InvalidParameterValue',
      `One or more parameters are invalid. Reason: Message must be shorter than ${maximumMessageSize} bytes.`,
    );
  }
}

/** The bytes of a message that count: body, and name, type and value of each attribute. */
export function messageBytes({ MessageBody, MessageAttributes = {} }: MessageToSend): number {
  let bytes = Buffer.byteLength(MessageBody ?? '');
  for (const [name, { DataType, StringValue, BinaryValue }] of Object.entries(MessageAttributes)) {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType ?? '');
    bytes += Buffer.byteLength(StringValue ?? '') + (BinaryValue?.byteLength ?? 0);
  }
  return bytes;
}

// sqs-message-metadata: names of up to 256 characters, three types with an optional label.
function checkAttribute(
  name: string,
  { DataType: type = '', StringValue, BinaryValue }: MessageAttributeValue,
): void {
  if (!/^(?!\.|.*\.$|.*\.\.|aws\.|amazon\.)[A-Za-z0-9_.-]{1,256}$/i.test(name)) {
    throw invalidAttribute(name, 'name is invalid');
  }
  if (!/^(String|Number|Binary)(\..+)?$/.test(type)) {
    throw invalidAttribute(name, `has an invalid message attribute type '${type}'`);
  }
  const value = type.startsWith('Binary') ? BinaryValue : StringValue;
  if (value === undefined || value.length === 0) {
    throw invalidAttribute(name, `must contain a non-empty value of type '${type}'`);
  }
  if (typeof value === 'string' && refusedCharacter.test(value)) {
    throw invalidAttribute(name, 'contains characters that are not allowed');
  }
  if (type.startsWith('Number') && !Number.isFinite(Number(value))) {
    throw invalidAttribute(name, `has the value '${value}', which is not a number`);
  }
}

function invalidAttribute(name: string, what: string): Error {
  return sqsError('InvalidParameterValue', `Message (user) attribute '${name}' ${what}.`);
}
