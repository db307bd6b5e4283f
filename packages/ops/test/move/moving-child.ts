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
  /** Memory in use after a collection, in bytes; measured every thousand messages. */
  readonly inUse?: number;
  readonly ended?: string;
}

const { endpoint, from, to } = JSON.parse(process.argv[2] ?? '') as ChildOrder;
const sqs = new SQSClient({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
});
const tell = (news: ChildNews): void => {
  process.send?.(news);
};
let measuredThousands = -1;
const measure = (moved: number): Pick<ChildNews, 'inUse'> => {
  const thousands = Math.floor(moved / 1_000);
  if (thousands === measuredThousands) return {};
  measuredThousands = thousands;
  if (globalThis.gc === undefined) throw new Error('start it with --expose-gc');
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return { inUse: heapUsed + external };
};
const { moved, ended } = await moveMessages({
  from,
  to,
  clients: { sqs },
  onProgress: (progress) => tell({ moved: progress.moved, ...measure(progress.moved) }),
});
tell({ moved, ended });
sqs.destroy();
process.disconnect?.();
