import type { SQSClient } from '@aws-sdk/client-sqs';
import { createReceiver } from '@hooklane/receiver';
import {
  type LambdaHttpEvent,
  type LambdaHttpResult,
  lambdaHandler,
} from '@hooklane/receiver/lambda';
import { enqueueHook } from '@hooklane/receiver/sqs';
import { describeError, type Log } from './log.ts';

// SQS takes 1 MiB, and the attributes beside the body count.
const maxBodyBytes = 1_048_576 - 1_024;

/** What the function behind API Gateway works with. */
export interface VerifyWebhookOptions {
  readonly secrets: () => Promise<readonly string[]>;
  readonly client: Pick<SQSClient, 'send'>;
  readonly queueUrl: string;
  readonly log: Log;
}

/**
 * Makes the first function: verifies a webhook and puts it on the queue as it came. 200 means that SQS has it; when SQS
 * or the secrets cannot be reached the answer is 500, and the sender tries again.
 */
export function createVerifyWebhook({
  secrets,
  client,
  queueUrl,
  log,
}: VerifyWebhookOptions): (event: LambdaHttpEvent) => Promise<LambdaHttpResult> {
  const receiver = createReceiver({
    secrets,
    maxBodyBytes,
    // The second function parses: what is wrong with a payload is seen in its dead-letter queue, not in an answer.
    parse: 'none',
    onHook: enqueueHook({ client, queueUrl }),
    onRefused: (error) =>
      log({ level: 'warn', message: 'Refused a request', ...describeError(error) }),
    onError: (error) =>
      log({ level: 'error', message: 'Cannot take webhooks', ...describeError(error) }),
  });
  return lambdaHandler(receiver);
}
