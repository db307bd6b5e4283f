import { setTimeout as sleep } from 'node:timers/promises';
import { type PublishHooksOptions, publishHooks } from '@hooklane/queue';
import { generateSecret } from '@hooklane/signature';
import { epochNow } from '../kit/epoch-now.ts';
import { type Remote, startMethods } from '../kit/methods.ts';
import type { PartnerMethods } from '../kit/partner-process.ts';
import { createSqsClient } from '../kit/sqs-client.ts';
import { plan } from './plan.ts';
import type { QueueMethods } from './queue-process.ts';
import type { WorkerMethods } from './worker-process.ts';

/** One worker with its queues and a partner, a process each. */
export interface Run extends AsyncDisposable {
  readonly lanes: number;
  readonly worker: Remote<WorkerMethods>;
  /** Publishes one hook into a lane. */
  publish(lane: number): Promise<void>;
  /** Resolves when so many hooks have come in all, and gives the delay of each in milliseconds. */
  received(hooks: number): Promise<readonly number[]>;
}

const egress = { allowHttp: true, ports: 'any', allowPrivateAddresses: true } as const;

/** Starts a worker with so many lanes, and resolves when its polls are out. */
export async function startRun(lanes: number): Promise<Run> {
  const secret = generateSecret();
  const started = new AsyncDisposableStack();
  const start = (file: string): URL => new URL(file, import.meta.url);
  const queue = started.use(startMethods<QueueMethods>(start('./queue-process.ts')));
  const worker = started.use(startMethods<WorkerMethods>(start('./worker-process.ts')));
  const partners = started.use(startMethods<PartnerMethods>(start('../kit/partner-process.ts')));
  const { endpoint, urls } = await queue.ask('open', { queues: lanes });
  const [url = ''] = await partners.ask('open', { answerMs: [0], secret });
  await worker.ask('open', { endpoint, urls, secret });
  const polls = Math.min(lanes, plan.maxPolls);
  while ((await worker.ask('state', undefined)).pollsOut < polls) await sleep(100);
  const sqs = createSqsClient(endpoint);
  const options: PublishHooksOptions = {
    lanes: { queueUrl: async (id) => urls[Number(id.slice(id.indexOf('-') + 1))] ?? '' },
    egress,
    clients: { sqs },
  };
  return {
    lanes,
    worker,
    publish: (lane) => publish(lane, url, options),
    received: (hooks) => received(hooks, partners),
    [Symbol.asyncDispose]: async () => {
      sqs.destroy();
      await started.disposeAsync();
    },
  };
}

async function publish(lane: number, url: string, options: PublishHooksOptions): Promise<void> {
  const body = JSON.stringify({ type: 'order.created', data: { publishedAt: epochNow() } });
  const hook = { partnerId: `partner-${lane}`, url, type: 'order.created', body };
  const [outcome] = await publishHooks([hook], options);
  if (outcome?.kind !== 'accepted') throw outcome?.error ?? new Error('A hook was not answered');
}

async function received(
  hooks: number,
  partners: Remote<PartnerMethods>,
): Promise<readonly number[]> {
  const deadline = performance.now() + plan.longestWaitMs;
  for (;;) {
    const [receipts] = await partners.ask('receipts', undefined);
    if (receipts === undefined || receipts.duplicates + receipts.refused > 0) {
      throw new Error('A hook came twice, or was not verified');
    }
    if (receipts.ids.length === hooks) return receipts.delaysMs;
    if (performance.now() > deadline) throw new Error(`${receipts.ids.length} of ${hooks} came`);
    await sleep(100);
  }
}
