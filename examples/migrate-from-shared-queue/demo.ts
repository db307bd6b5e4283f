import { setTimeout as sleep } from 'node:timers/promises';
import { type AttemptResult, silentLogger } from '@hooklane/core';
import { type Local, startLocal } from '@hooklane/local';
import type { PathDifference, Rollout } from '@hooklane/subscriptions/rollout';
import { hooksPerSecond } from './cast.ts';
import { type PartnerServer, startPartnerServer } from './partner-server.ts';
import { createPublishers } from './publishers.ts';
import { retireSharedQueue } from './retire-shared-queue.ts';
import { startSharedQueue, withOldSignature } from './shared-queue.ts';
import { type Account, accountFor, reportSteps, type StepRow } from './step-report.ts';
import { steps } from './steps.ts';
import { type PublishedHook, startTraffic } from './traffic.ts';

export interface DemoOptions {
  readonly dataDir: string;
  /** How long each step is looked at. */
  readonly stepMs: number;
  /** How long a process goes by the routes that it read, and so how long a move takes at least. */
  readonly cacheMs: number;
  /** How long the slow partner takes for a request. */
  readonly slowMs: number;
  readonly log: (line: string) => void;
}

/** What was seen. */
export interface DemoOutcome {
  readonly rows: readonly StepRow[];
  readonly account: Account;
  /** Hooks that were in the shared queue when it was retired. */
  readonly leftover: number;
  readonly unverified: number;
  /** What the rollout itself finds wrong in the end. */
  readonly differences: readonly PathDifference[];
}

const stepNames = [...steps.map(({ name }) => name), 'shared queue retired'];
const longestDrainMs = 20_000;

/** Moves all partners from the shared queue to their lanes, while hooks are published without a pause. */
export async function runDemo(options: DemoOptions): Promise<DemoOutcome> {
  const { dataDir, cacheMs, slowMs, log } = options;
  const leftoverIds = new Set<string>();
  const onResult = ({ outcome, hookId, partnerId }: AttemptResult): void => {
    if (outcome.kind !== 'delivered') return;
    // A leftover was published on the old path, and counts there.
    const path = leftoverIds.has(hookId) ? 'legacy' : 'hooklane';
    void rollout.recordDelivered({ hookId, partnerId, path });
  };
  await using local = await startLocal({ dataDir, onResult, logger: silentLogger });
  const secrets = await addPartners(local);
  await using partners = await startPartnerServer({
    secretOf: (partnerId) => secrets.get(partnerId) ?? '',
    slowMs,
  });
  await using sharedQueue = await startSharedQueue(local.sqs, {
    onDelivered: ({ id, partnerId }) =>
      void rollout.recordDelivered({ hookId: id, partnerId, path: 'legacy' }),
  });
  const rollout = createPublishers({ local, sharedQueue, cacheMs });
  await using traffic = startTraffic({ rollout, urlOf: partners.urlOf });
  await takeSteps(rollout, { ...options, beginStep: traffic.beginStep });
  traffic.beginStep(steps.length);
  await sharedQueue.stopConsumer();
  const leftover = await retireSharedQueue({
    sqs: local.sqs,
    sharedQueueUrl: sharedQueue.queueUrl,
    publish: (hooks) => {
      for (const { id } of hooks) leftoverIds.add(id);
      return local.publish(hooks.map(withOldSignature));
    },
  });
  log(`shared queue retired: ${leftover} hooks were left in it, and are in their lanes now`);
  const published = await traffic.stop();
  await drain(published, { partners, rollout });
  const { receipts, unverified } = partners;
  const { differences } = await rollout.compare();
  const rows = reportSteps(stepNames, { published, receipts });
  return { rows, account: accountFor(published, receipts), leftover, unverified, differences };
}

async function addPartners(local: Local): Promise<ReadonlyMap<string, string>> {
  const secrets = new Map<string, string>();
  for (const partnerId of Object.keys(hooksPerSecond)) {
    const { secret } = await local.addPartner(partnerId, { concurrency: 10 });
    secrets.set(partnerId, secret);
  }
  return secrets;
}

/** Takes one step after the other, as long as both paths are well. */
async function takeSteps(
  rollout: Rollout,
  {
    stepMs,
    log,
    beginStep,
  }: Pick<DemoOptions, 'stepMs' | 'log'> & { readonly beginStep: (step: number) => void },
): Promise<void> {
  for (const [index, { name, move }] of steps.entries()) {
    beginStep(index);
    await move(rollout);
    await sleep(stepMs);
    const { differences } = await rollout.compare();
    // Those are on their way.
    const wrong = differences.filter(({ kind }) => kind !== 'undelivered');
    if (wrong.length > 0) throw new Error(`Not well after "${name}": ${JSON.stringify(wrong)}`);
    const { partners } = await rollout.status();
    const moved = partners.filter(({ path }) => path === 'hooklane').length;
    log(
      `${name}: ${moved} of ${partners.length} partners are on the new path, both paths are well`,
    );
  }
}

/** Until all is delivered, and the results of it are counted. */
async function drain(
  published: readonly PublishedHook[],
  { partners, rollout }: { readonly partners: PartnerServer; readonly rollout: Rollout },
): Promise<void> {
  const deadline = Date.now() + longestDrainMs;
  const isDrained = async (): Promise<boolean> =>
    partners.receipts.length >= published.length &&
    (await rollout.compare()).differences.length === 0;
  while (Date.now() < deadline && !(await isDrained())) await sleep(50);
}
