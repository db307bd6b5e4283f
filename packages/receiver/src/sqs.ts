import { isUtf8 } from 'node:buffer';
import {
  type MessageAttributeValue,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { dateOf } from './clock.ts';
import {
  type AnyHookHandling,
  checkHandling,
  type HookHandling,
  processHook,
} from './hook-processor.ts';
import type { ReceivedBody } from './received-body.ts';
import { refusal } from './refusal.ts';
import type { VerifiedHook } from './verified-hook.ts';

/** What is used of a record that Lambda brings from SQS. */
export interface QueueRecord {
  readonly messageId: string;
  readonly body: string;
  readonly messageAttributes: Readonly<
    Record<string, { readonly stringValue?: string | undefined }>
  >;
}

/** What Lambda takes for an answer with `ReportBatchItemFailures`. */
export interface QueueBatchResult {
  readonly batchItemFailures: { readonly itemIdentifier: string }[];
}

// SQS takes no other characters: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
const allowedText = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]+$/u;

/**
 * An `onHook` that puts verified hooks on your own queue, to be processed later by {@link queueConsumer}. The
 * message is the body as it came, in base64 where SQS cannot carry it as text, or `-` for an empty one; its attributes are `webhook-id`,
 * `webhook-timestamp` (Unix seconds), `webhook-scheme` and `encoding`.
 *
 * @example
 * ```ts
 * const receiver = createReceiver({ secrets, parse: 'none', onHook: enqueueHook({ client, queueUrl }) });
 * export const handler = lambdaHandler(receiver);
 * ```
 */
export function enqueueHook(options: {
  readonly client: Pick<SQSClient, 'send'>;
  readonly queueUrl: string;
}): (hook: VerifiedHook) => Promise<void> {
  return async ({ id, timestamp, body, scheme }) => {
    const { encoding, text } = encode(body);
    await options.client.send(
      new SendMessageCommand({
        QueueUrl: options.queueUrl,
        MessageBody: text,
        MessageAttributes: {
          'webhook-id': stringValue(id),
          'webhook-timestamp': stringValue(`${timestamp.getTime() / 1_000}`),
          'webhook-scheme': stringValue(scheme),
          encoding: stringValue(encoding),
        },
      }),
    );
  };
}

/**
 * A Lambda handler for the queue of {@link enqueueHook}: guards, parses and dispatches as a receiver does. A hook
 * that fails, or is being processed, is reported as failed and comes back; the others of its batch do not.
 * Needs `ReportBatchItemFailures` in the event source mapping.
 *
 * @throws HooklaneError `invalid_options` when hooks would go nowhere
 */
export function queueConsumer<Events extends Readonly<Record<string, unknown>>, Payload = unknown>(
  handling: HookHandling<Events, Payload> & { readonly onError: (error: unknown) => void },
): (event: { readonly Records: readonly QueueRecord[] }) => Promise<QueueBatchResult> {
  checkHandling(handling);
  const process = async (record: QueueRecord): Promise<boolean> => {
    try {
      const { kind } = await processHook(
        hookOf(record),
        '',
        handling as unknown as AnyHookHandling,
      );
      return kind !== 'in_progress';
    } catch (error) {
      handling.onError(error);
      return false;
    }
  };
  return async ({ Records }) => {
    const isDone = await Promise.all(Records.map(process));
    const failed = Records.filter((_, index) => isDone[index] !== true);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
}

function hookOf({ body, messageAttributes }: QueueRecord): VerifiedHook {
  const attributeOf = (name: string): string => {
    const value = messageAttributes[name]?.stringValue;
    if (value !== undefined) return value;
    throw refusal('invalid_payload', `The message has no attribute ${name}: not from enqueueHook`);
  };
  return {
    id: attributeOf('webhook-id'),
    timestamp: dateOf(Number(attributeOf('webhook-timestamp'))),
    scheme: attributeOf('webhook-scheme'),
    body: decode(body, attributeOf('encoding')),
  };
}

// SQS takes no message without a body, and no control characters.
function encode(body: ReceivedBody): {
  readonly encoding: 'utf8' | 'base64' | 'empty';
  readonly text: string;
} {
  const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body as Uint8Array);
  if (bytes.length === 0) return { encoding: 'empty', text: '-' };
  const text = bytes.toString();
  const isWhole = isUtf8(bytes) && allowedText.test(text);
  return isWhole
    ? { encoding: 'utf8', text }
    : { encoding: 'base64', text: bytes.toString('base64') };
}

function decode(body: string, encoding: string): ReceivedBody {
  if (encoding === 'empty') return '';
  return encoding === 'base64' ? Buffer.from(body, 'base64') : body;
}

function stringValue(value: string): MessageAttributeValue {
  return { DataType: 'String', StringValue: value };
}
