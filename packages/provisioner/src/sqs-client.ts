import { SQSClient } from '@aws-sdk/client-sqs';

/** The part of the AWS SDK's SQS client that Hooklane uses: a real client, or one made for tests. */
export type SqsClient = Pick<SQSClient, 'send'>;

/** Where a function takes its AWS clients from. */
export interface SqsClients {
  /** @default one client for the process, made from the environment at the first call */
  readonly sqs?: SqsClient | undefined;
}

let shared: SqsClient | undefined;

/** The client given, or the one of the process. */
export function sqsClientOf(clients: SqsClients | undefined): SqsClient {
  if (clients?.sqs !== undefined) return clients.sqs;
  // Tagging is limited to 30 requests a second for the whole account (quotas-queues), so throttles
  // are normal in a run over many partners: more tries than the SDK's three.
  shared ??= new SQSClient({ maxAttempts: 8 });
  return shared;
}
