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
  shared ??= new SQSClient({
    requestHandler: {
      // A long poll keeps a socket for 20 seconds: the SDK's default of 50 would starve lanes of sends.
      httpsAgent: { maxSockets: 4_096 },
      connectionTimeout: 5_000,
      // The SDK waits without end unless told otherwise, and a lane with it. Longer than a long poll.
      requestTimeout: 30_000,
      throwOnRequestTimeout: true,
    },
  });
  return shared;
}
