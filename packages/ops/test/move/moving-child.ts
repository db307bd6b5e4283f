// Run as a process of its own, to be killed: moves between two queues of a server in another process.
import { SQSClient } from '@aws-sdk/client-sqs';
import { moveMessages } from '@hooklane/ops';

/** What the child is told. */
export interface ChildOrder {
  readonly endpoint: string;
  readonly from: string;
  readonly to: string;
}

/** What the child says after each batch, and at the end. */
export interface ChildNews {
  readonly moved: number;
  /** Memory that the process has, in bytes. */
  readonly rss: number;
  readonly ended?: string;
}

const { endpoint, from, to } = JSON.parse(process.argv[2] ?? '') as ChildOrder;
const sqs = new SQSClient({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
});
const tell = (news: Omit<ChildNews, 'rss'>): void => {
  process.send?.({ ...news, rss: process.memoryUsage.rss() } satisfies ChildNews);
};
const { moved, ended } = await moveMessages({
  from,
  to,
  clients: { sqs },
  onProgress: (progress) => tell({ moved: progress.moved }),
});
tell({ moved, ended });
sqs.destroy();
process.disconnect?.();
