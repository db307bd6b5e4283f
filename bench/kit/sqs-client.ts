import { SQSClient } from '@aws-sdk/client-sqs';

/** A client for {@link file://./sqs-server.ts}: the settings of Hooklane's own, for whoever takes part. */
export function createSqsClient(endpoint: string): SQSClient {
  return new SQSClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
    useQueueUrlAsEndpoint: false,
    requestHandler: { httpAgent: { maxSockets: 4_096 } },
  });
}
