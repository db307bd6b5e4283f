import { SQSClient } from '@aws-sdk/client-sqs';

/** The SDK's own client, for a server on this machine. */
export function createLoopbackClient(port: number): SQSClient {
  return new SQSClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
    // Servers name another host or an older port in their queue URLs.
    useQueueUrlAsEndpoint: false,
    maxAttempts: 1,
  });
}
