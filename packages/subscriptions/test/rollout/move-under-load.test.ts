import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { silentLogger, systemClock } from '@hooklane/core';
import { createWorker } from '@hooklane/handler';
import { publishHooks } from '@hooklane/queue';
import { type EmbeddedSqs, startEmbeddedSqs } from '@hooklane/queue/embedded';
import { expect, it } from 'vitest';
import {
  createMemoryRouteStore,
  createRollout,
  type Rollout,
  type RolloutHook,
  type RolloutOutcome,
  type RouteStore,
} from '../../src/rollout/index.ts';
import {
  legacyHeader,
  legacySignature,
  type PartnerOfTwoPublishers,
  secret,
  startPartnerOfTwoPublishers,
} from './partner-of-two-publishers.ts';

const egress = { allowHttp: true, ports: 'any', allowPrivateAddresses: true } as const;
const total = 560;
const hooksPerSecond = 200;
const cacheMs = 200;

it('delivers each hook once by one path while a partner moves to Hooklane and back at 200 a second', async () => {
  await using sqs = await startEmbeddedSqs();
  await using partner = await startPartnerOfTwoPublishers({ refusesOneIn: 40 });
  const { worker, queueUrl } = await startLane(sqs);
  const routes = createMemoryRouteStore();
  const processes = [1, 2].map(() => startProcess({ routes, partner, sqs, queueUrl }));
  const [operator] = processes as [Rollout];

  const traffic = publishTraffic(processes, partner.url);
  await systemClock.sleep(500);
  await operator.move('acme', 'hooklane');
  const movedAt = traffic.begun();
  await systemClock.sleep(500);
  const movingBackAt = traffic.begun();
  await operator.move('acme', 'legacy');
  const movedBackAt = traffic.begun();
  const outcomes = await traffic.ended;
  while (partner.receipts.length < total) await systemClock.sleep(20);
  await worker.stop();

  const pathById = new Map(partner.receipts.map(({ hookId, path }) => [hookId, path]));
  expect(partner.receipts).toHaveLength(total);
  expect(pathById.size).toBe(total);
  expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
  expect(outcomes.map(({ hookId = '' }) => pathById.get(hookId))).toEqual(
    outcomes.map(({ path }) => path),
  );
  const pathsOf = (from: number, to: number) => [
    ...new Set(outcomes.slice(from, to).map(({ path }) => path)),
  ];
  expect(pathsOf(0, 40)).toEqual(['legacy']);
  expect(movingBackAt - movedAt).toBeGreaterThan(60);
  expect(pathsOf(movedAt, movingBackAt)).toEqual(['hooklane']);
  expect(total - movedBackAt).toBeGreaterThan(40);
  expect(pathsOf(movedBackAt, total)).toEqual(['legacy']);
  // Refused by the partner once in a while, and tried again on the same path; no signature failed.
  expect(new Set(partner.refusals)).toEqual(new Set([503]));
  expect(sqs.messageBodies('lane')).toEqual([]);
  expect(sqs.messageBodies('lane-dlq')).toEqual([]);
  await expectNoDifferences(processes, { partner, outcomes });
});

interface ProcessOptions {
  readonly routes: RouteStore;
  readonly partner: PartnerOfTwoPublishers;
  readonly sqs: EmbeddedSqs;
  readonly queueUrl: string;
}

/** A process that publishes, with a cache of its own; every tenth call of Hooklane fails before it does anything. */
function startProcess({ routes, partner, sqs, queueUrl }: ProcessOptions): Rollout {
  let calls = 0;
  return createRollout({
    routes,
    cacheMs,
    retryGapsMs: [10, 20, 40],
    legacy: async (hook) => {
      const headers = { [legacyHeader]: legacySignature(hook), 'x-legacy-id': hook.id };
      const response = await fetch(partner.url, { method: 'POST', headers, body: hook.body });
      if (!response.ok) throw new Error(`The partner answered ${response.status}`);
    },
    hooklane: async (hooks: readonly RolloutHook[]) => {
      calls += 1;
      if (calls % 10 === 0) throw new Error('no connection');
      const lanes = { queueUrl: async () => queueUrl };
      return publishHooks(hooks, { lanes, egress, clients: { sqs: sqs.client } });
    },
    legacyHeaders: (hook) => ({ [legacyHeader]: legacySignature(hook) }),
  });
}

/** Publishes hooks one by one at the rate, by one process after the other. */
function publishTraffic(
  processes: readonly Rollout[],
  url: string,
): { begun(): number; readonly ended: Promise<readonly RolloutOutcome[]> } {
  const publishing: Promise<readonly RolloutOutcome[]>[] = [];
  const run = async (): Promise<readonly RolloutOutcome[]> => {
    const startedAt = performance.now();
    for (let at = 0; at < total; at += 1) {
      const dueMs = startedAt + (at * 1_000) / hooksPerSecond - performance.now();
      if (dueMs > 1) await systemClock.sleep(dueMs);
      const hook = { partnerId: 'acme', url, type: 'order.placed', body: `{"order":${at}}` };
      publishing.push((processes[at % processes.length] as Rollout).publish([hook]));
    }
    return (await Promise.all(publishing)).flat();
  };
  return { begun: () => publishing.length, ended: run() };
}

async function startLane(sqs: EmbeddedSqs) {
  const createQueue = async (QueueName: string): Promise<string> => {
    const { QueueUrl } = await sqs.client.send(new CreateQueueCommand({ QueueName }));
    return QueueUrl as string;
  };
  const queueUrl = await createQueue('lane');
  const deadLetterQueueUrl = await createQueue('lane-dlq');
  const policy = { concurrency: 10 };
  const worker = createWorker({
    lanes: [{ partnerId: 'acme', queueUrl, deadLetterQueueUrl, policy }],
    secrets: { getSecrets: async () => [secret] },
    egress,
    clients: { sqs: sqs.client },
    pollSeconds: 1,
    logger: silentLogger,
  });
  worker.start();
  return { worker, queueUrl };
}

/** Each process is told of the deliveries of its own hooks, and finds nothing wrong. */
async function expectNoDifferences(
  processes: readonly Rollout[],
  {
    partner,
    outcomes,
  }: { readonly partner: PartnerOfTwoPublishers; readonly outcomes: readonly RolloutOutcome[] },
): Promise<void> {
  const publisherById = new Map(
    outcomes.map(({ hookId }, at) => [hookId, processes[at % processes.length]]),
  );
  for (const receipt of partner.receipts) {
    await publisherById.get(receipt.hookId)?.recordDelivered({ ...receipt, partnerId: 'acme' });
  }
  const comparisons = await Promise.all(processes.map((rollout) => rollout.compare()));
  expect(comparisons.flatMap(({ differences }) => differences)).toEqual([]);
  const counts = comparisons.flatMap((comparison) => comparison.counts);
  expect(counts.map(({ path }) => path)).toEqual(['legacy', 'hooklane', 'legacy', 'hooklane']);
  expect(counts.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(total);
}
