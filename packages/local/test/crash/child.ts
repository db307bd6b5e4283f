// Run as a process of its own, to be killed: the embedded queue, one lane, and a worker that kills the
// process where the plan says.
import { createNodeTransport, createWorker } from '@hooklane/handler';
import { provisionPartner, provisionPlatform } from '@hooklane/provisioner';
import { startEmbeddedSqs } from '@hooklane/queue/embedded';
import { type CrashPlan, createCrashWrappers } from './crash-points.ts';
import { shiftDate } from './shifted-date.ts';

/** What the child is told. */
export interface ChildOrder {
  readonly dataDir: string;
  readonly plan?: CrashPlan | undefined;
  /** Milliseconds by which its time is ahead. */
  readonly aheadMs: number;
  readonly secret: string;
}

/** What it says once it works. */
export interface ChildReady {
  readonly endpoint: string;
  readonly queueUrl: string;
}

const policy = { schedule: [200, 400], jitter: 0, timeoutMs: 300, breaker: false } as const;
const order = JSON.parse(process.argv[2] ?? '') as ChildOrder;
shiftDate(order.aheadMs);
const sqs = await startEmbeddedSqs({ dataDir: order.dataDir });
const clients = { sqs: sqs.client };
const stage = 'crash';
const { resultsQueueUrl } = await provisionPlatform(
  { stage, compute: { kind: 'worker' } },
  { clients, quotas: false },
);
const lane = await provisionPartner(
  { partnerId: 'acme', compute: { kind: 'worker' }, policy },
  { stage, clients },
);
const egress = {
  allowHttp: true,
  ports: 'any',
  allowPrivateAddresses: true,
  denyHosts: ['never.example'],
} as const;
const crash = createCrashWrappers(order.plan, () => process.kill(process.pid, 'SIGKILL'));
const worker = createWorker({
  lanes: [{ ...lane, policy }],
  secrets: { getSecrets: async () => [order.secret] },
  resultsQueueUrl,
  egress,
  transport: crash.wrapTransport(createNodeTransport({ egress })),
  clients: { sqs: crash.wrapClient(sqs.client) },
  pollSeconds: 1,
});
worker.start();
const ready: ChildReady = { endpoint: sqs.endpoint, queueUrl: lane.queueUrl };
process.send?.(ready);
process.once('disconnect', () => process.exit());
