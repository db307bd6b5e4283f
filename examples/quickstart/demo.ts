import { setTimeout as sleep } from 'node:timers/promises';
import { type HookInput, silentLogger } from '@hooklane/core';
import { type Local, startLocal } from '@hooklane/local';
import { type LaneDirectory, type PublishOutcome, publishHooks } from '@hooklane/queue';
import { type CastMember, cast, policy } from './cast.ts';
import type { LaneRow } from './lane-rows.ts';
import { type Partners, startPartners } from './partners.ts';
import { publishTraffic } from './publish-traffic.ts';
import { type Summary, summarize } from './summary.ts';

/** How the demo runs. */
export interface RunDemoOptions {
  /** One queue for all partners instead of a lane for each. */
  readonly isShared: boolean;
  /** Where queues and secrets are kept. */
  readonly dataDir: string;
  /** Called every second. */
  readonly onSecond: (rows: readonly LaneRow[], seconds: number) => void;
}

/** What was seen. */
export interface DemoOutcome {
  readonly summary: Summary;
  readonly rows: readonly LaneRow[];
}

/** After the last hook was published, for what is left. Nobody waits for the hanging partner. */
const longestDrainMs = 10_000;
const pingsPerPartner = 30;
const longestWarmUpMs = 3_000;
const egress = { allowHttp: true, ports: 'any', allowPrivateAddresses: true } as const;

/** Publishes the traffic, watches it arrive, and accounts for every hook. */
export async function runDemo({
  isShared,
  dataDir,
  onSecond,
}: RunDemoOptions): Promise<DemoOutcome> {
  using partners = await startPartners();
  let pings = 0;
  await using local = await startLocal({
    dataDir,
    logger: { ...silentLogger, error: ({ message }) => console.error(message) },
    onResult: ({ type }) => {
      if (type === 'ping') pings += 1;
    },
  });
  const secrets = cast.map(({ id }) => [id, local.secrets.ensureSecret(id)]);
  partners.setSecrets(Object.fromEntries(secrets));
  const lanes = isShared ? await addSharedLane(local) : await addLanes(local);
  const publish = (hooks: readonly HookInput[]): Promise<readonly PublishOutcome[]> =>
    publishHooks(hooks, { lanes, egress, clients: { sqs: local.sqs } });
  await warmUp(publish, partners, () => pings);
  partners.begin();

  const watching = new AbortController();
  const rowsNow = (): Promise<LaneRow[]> => readRows(partners, local, isShared);
  const watched = everySecond(watching.signal, async (second) => onSecond(await rowsNow(), second));
  const accepted = await publishTraffic({
    urlOf: partners.urlOf,
    publish,
  });
  await drain(partners, accepted);
  watching.abort();
  await watched;

  const rows = await rowsNow();
  // The lanes first: whatever leaves one after this look is among the receipts.
  const contents = local.partnerIds.map((id) => local.inspect(id));
  const summary = summarize({ accepted, contents, ...(await partners.receipts()) });
  await local.stop({ graceMs: 500 });
  return { summary, rows };
}

async function addLanes(local: Local): Promise<LaneDirectory> {
  for (const { id } of cast) await local.addPartner(id, policy);
  return local.lanes;
}

/** Sends pings to every partner, which are not counted: what is measured is not the compiling of code. */
async function warmUp(
  publish: (hooks: readonly HookInput[]) => Promise<readonly PublishOutcome[]>,
  partners: Partners,
  answered: () => number,
): Promise<void> {
  const pings = cast.map(({ id }) => ({
    partnerId: id,
    url: partners.urlOf(id),
    type: 'ping',
    body: '{}',
  }));
  for (let round = 0; round < pingsPerPartner; round += 1) await publish(pings);
  const deadline = Date.now() + longestWarmUpMs;
  while (answered() < pings.length * pingsPerPartner && Date.now() < deadline) await sleep(50);
}

/** One queue for all, with as many requests at a time as all the lanes together have. */
async function addSharedLane(local: Local): Promise<LaneDirectory> {
  const concurrency = (policy.concurrency ?? 1) * cast.length;
  const { queueUrl } = await local.addPartner('shared', { ...policy, concurrency });
  return { queueUrl: async () => queueUrl };
}

async function readRows(partners: Partners, local: Local, isShared: boolean): Promise<LaneRow[]> {
  const counts = await partners.counts();
  return Promise.all(
    counts.map(async (own) => ({
      ...own,
      depth: isShared ? undefined : await local.depth(own.id),
    })),
  );
}

async function drain(
  partners: Partners,
  accepted: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  const deadline = Date.now() + longestDrainMs;
  const awaited = cast.filter(({ behaviour }: CastMember) => behaviour.kind !== 'hanging');
  const isDrained = async (): Promise<boolean> => {
    const counts = new Map((await partners.counts()).map((own) => [own.id, own.delivered]));
    return awaited.every(({ id }) => (counts.get(id) ?? 0) >= (accepted.get(id)?.length ?? 0));
  };
  while (Date.now() < deadline && !(await isDrained())) await sleep(200);
}

async function everySecond(
  signal: AbortSignal,
  task: (second: number) => Promise<void>,
): Promise<void> {
  const startedAt = Date.now();
  for (let second = 1; !signal.aborted; second += 1) {
    await sleep(startedAt + second * 1_000 - Date.now(), undefined, { signal }).catch(() => {});
    if (!signal.aborted) await task(second);
  }
}
