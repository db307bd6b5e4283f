import { setTimeout as sleep } from 'node:timers/promises';
import { silentLogger } from '@hooklane/core';
import { type Local, startLocal } from '@hooklane/local';
import { type CastMember, cast } from './cast.ts';
import { describeHealth } from './health.ts';
import type { LaneRow } from './lane-rows.ts';
import { type Publisher, shareOneLane, subscribePartners } from './lanes.ts';
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
  /** What the stored results tell; nothing where the lane is shared. */
  readonly health: readonly string[];
}

/** After the last hook was published, for what is left. Nobody waits for the hanging partner. */
const longestDrainMs = 10_000;
const pingsPerPartner = 30;
const longestWarmUpMs = 3_000;

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
  const open = isShared ? shareOneLane : subscribePartners;
  const { publish, ping } = await open(local, partners.urlOf);
  await warmUp(ping, () => pings);
  partners.begin();

  const watching = new AbortController();
  const rowsNow = (): Promise<LaneRow[]> => readRows(partners, local, isShared);
  const watched = everySecond(watching.signal, async (second) => onSecond(await rowsNow(), second));
  const accepted = await publishTraffic(publish);
  await drain(partners, accepted);
  watching.abort();
  await watched;

  const rows = await rowsNow();
  // The lanes first: whatever leaves one after this look is among the receipts.
  const contents = local.partnerIds.map((id) => local.inspect(id));
  const summary = summarize({ accepted, contents, ...(await partners.receipts()) });
  const health = await describeHealth(local.subscriptions);
  await local.stop({ graceMs: 500 });
  return { summary, rows, health };
}

/** Sends pings to every partner, which are not counted: what is measured is not the compiling of code. */
async function warmUp(ping: Publisher['ping'], answered: () => number): Promise<void> {
  for (let round = 0; round < pingsPerPartner; round += 1) await ping();
  const deadline = Date.now() + longestWarmUpMs;
  while (answered() < cast.length * pingsPerPartner && Date.now() < deadline) await sleep(50);
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
