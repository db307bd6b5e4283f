import { Agent, request } from 'node:http';
import { makeBatches, sendAll } from '../batches.ts';
import { type CreatePublisher, requestsAtOnce } from '../setting.ts';

/** The floor: the same batches as bytes, neither signed nor read. */
export const createPublisher: CreatePublisher = ({ sqsEndpoint, queueUrl }) => {
  const { hostname, port } = new URL(sqsEndpoint);
  const agent = new Agent({ keepAlive: true, maxFreeSockets: requestsAtOnce });
  let payloads: readonly Buffer[] = [];
  const send = (payload: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'AmazonSQS.SendMessageBatch',
        'content-length': payload.byteLength,
      };
      const sent = request(
        { method: 'POST', hostname, port, path: '/', headers, agent },
        (response) => {
          response.on('data', () => {});
          response.on('end', () => {
            if (response.statusCode === 200) resolve();
            else reject(new Error(`SQS answered ${response.statusCode}`));
          });
        },
      );
      sent.on('error', reject);
      sent.end(payload);
    });
  return {
    prepare: (hooks) => {
      payloads = makeBatches(hooks).map((Entries) =>
        Buffer.from(JSON.stringify({ QueueUrl: queueUrl, Entries })),
      );
    },
    publish: () => sendAll(payloads, send),
  };
};
