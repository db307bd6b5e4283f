import type { SqsClient } from '@hooklane/queue';
import { type AwsSettings, sendToAws } from './aws-request.ts';

/**
 * A client of SQS for the Lambda bundle: there `@aws-sdk/client-sqs` is `sqs-commands.ts`, whose commands say which
 * operation they are. Like the SDK's, it sends to where the queue's URL is.
 */
export function createThinSqs(settings: AwsSettings): SqsClient {
  const send = (
    command: { readonly operation: string; readonly input: { readonly QueueUrl: string } },
    { abortSignal }: { readonly abortSignal?: AbortSignal } = {},
  ): Promise<unknown> =>
    sendToAws(
      {
        service: 'sqs',
        endpoint: new URL('/', command.input.QueueUrl).href,
        target: `AmazonSQS.${command.operation}`,
        version: '1.0',
        input: command.input,
        signal: abortSignal,
      },
      settings,
    );
  return { send: send as unknown as SqsClient['send'] };
}
