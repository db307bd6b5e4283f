import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SQSClient } from '@aws-sdk/client-sqs';
import {
  type AttemptResult,
  isHooklaneError,
  laneNames,
  parseHook,
  platformNames,
} from '@hooklane/core';
import { publishHooks, readQueueDepth } from '@hooklane/queue';
import { startEmbeddedSqs } from '@hooklane/queue/embedded';
import { generateSecret } from '@hooklane/signature';
import type { ChildOrder, ChildReady } from './child.ts';
import { type CrashPlan, type CrashPoint, crashPoints } from './crash-points.ts';
import { judge, type Observed } from './oracle.ts';
import { type MoodyPartner, moods, startMoodyPartner } from './partner.ts';

/** How {@link runCrashes} runs. */
export interface CrashRunOptions {
  readonly rounds: number;
  /** From 0 to below 1. */
  readonly random: () => number;
  readonly dataDir: string;
  /** Called after each round. */
  readonly onRound?: (round: number, hooks: number) => void;
}

/** What came of it. */
export interface CrashReport {
  readonly rounds: number;
  /** How often the process was killed, at which point. */
  readonly kills: ReadonlyMap<CrashPoint | 'at random', number>;
  readonly hooks: number;
  readonly delivered: number;
  readonly deadLetters: number;
  readonly pending: number;
  /** POSTs of hooks that the partner had taken before. */
  readonly duplicates: number;
  /** Broken promises, in words. */
  readonly problems: readonly string[];
}

const hooksPerRound = 24;
const bodyText = 'Grüße, 世界';
/** Longer than any visibility time-out of the lane: each process finds what the one before had received. */
const aheadMsPerRound = 15 * 60_000;
const longestRoundMs = 1_500;
/** After a time-out a hook rests for a minute: the next process finds it due. */
const mostDrains = 5;
const longestDrainMs = 3_000;
const stage = 'crash';
const names = laneNames(stage, 'acme');

/** Publishes hooks into a lane whose process is killed again and again, and accounts for every one. */
export async function runCrashes(options: CrashRunOptions): Promise<CrashReport> {
  const { rounds, random, dataDir, onRound } = options;
  await using partner = await startMoodyPartner();
  const secret = generateSecret();
  const published = new Set<string>();
  const accepted = new Set<string>();
  const kills = new Map<CrashPoint | 'at random', number>();
  let output = '';
  for (let round = 1; round <= rounds; round += 1) {
    const plan = planOf(round, random);
    const order: ChildOrder = { dataDir, plan, aheadMs: round * aheadMsPerRound, secret };
    const child = startChild(order, (text) => {
      output += text;
    });
    const exited = once(child, 'exit');
    const ready = (await once(child, 'message'))[0] as ChildReady;
    let killedAt: CrashPoint | 'at random' = plan?.point ?? 'at random';
    const killer = setTimeout(
      () => {
        killedAt = 'at random';
        child.kill('SIGKILL');
      },
      plan === undefined ? random() * 600 : longestRoundMs,
    );
    const outcomes = publish(ready, partner, { round, published });
    const [, signal] = await exited;
    clearTimeout(killer);
    if (signal !== 'SIGKILL') throw new Error(`A process ended by itself:\n${output}`);
    kills.set(killedAt, (kills.get(killedAt) ?? 0) + 1);
    for (const id of await outcomes) accepted.add(id);
    onRound?.(round, accepted.size);
  }
  for (let calm = 1; calm <= mostDrains; calm += 1) {
    const order = { dataDir, aheadMs: (rounds + calm) * aheadMsPerRound, secret };
    const isEmpty = await drain(order, (text) => {
      output += text;
    });
    if (isEmpty) break;
  }
  const seen = await observe(dataDir, { partner, accepted, published });
  const posts = [...partner.delivered.values()].reduce((sum, count) => sum + count, 0);
  return {
    rounds,
    kills,
    hooks: accepted.size,
    delivered: seen.delivered.size,
    deadLetters: seen.deadLetters.size,
    pending: seen.pending.size,
    duplicates: posts - partner.delivered.size,
    problems: [...judge(seen), ...leaksIn(output, secret)],
  };
}

/** Every other round ends at a point of the way, the others at random. */
function planOf(round: number, random: () => number): CrashPlan | undefined {
  if (round % 2 === 0) return undefined;
  const point = crashPoints[Math.floor(round / 2) % crashPoints.length] as CrashPoint;
  return { point, passage: 1 + Math.floor(random() * 3) };
}

function startChild(order: ChildOrder, onOutput: (text: string) => void): ChildProcess {
  const path = fileURLToPath(new URL('./child.ts', import.meta.url));
  const child = fork(path, [JSON.stringify(order)], {
    execArgv: ['--conditions=@hooklane/source', '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child.stdout?.on('data', (chunk: Buffer) => onOutput(chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => onOutput(chunk.toString()));
  return child;
}

/** Publishes the hooks of a round; gives the ids that SQS confirmed. */
async function publish(
  { endpoint, queueUrl }: ChildReady,
  partner: MoodyPartner,
  { round, published }: { readonly round: number; readonly published: Set<string> },
): Promise<readonly string[]> {
  const sqs = createClient(endpoint);
  const hooks = Array.from({ length: hooksPerRound }, (_, index) => ({
    id: `msg_${index % moods.length}_${round}_${index}`,
    partnerId: 'acme',
    // One hook in each round must never be sent.
    url: index === 0 ? 'http://never.example/' : partner.url,
    type: 'order.created',
    body: JSON.stringify({ round, index, text: bodyText.repeat(index) }),
  }));
  for (const { id } of hooks) published.add(id);
  const egress = { allowHttp: true, ports: 'any', allowPrivateAddresses: true } as const;
  const lanes = { queueUrl: async () => queueUrl };
  const outcomes = await publishHooks(hooks, { lanes, clients: { sqs }, egress });
  sqs.destroy();
  return outcomes.flatMap((outcome) => (outcome.kind === 'accepted' ? [outcome.hookId] : []));
}

/** Lets a process that nobody kills work for a while, and says whether the lane is empty then. */
async function drain(order: ChildOrder, onOutput: (text: string) => void): Promise<boolean> {
  const child = startChild(order, onOutput);
  const exited = once(child, 'exit');
  const { endpoint, queueUrl } = (await once(child, 'message'))[0] as ChildReady;
  const isEmpty = await becomesEmpty(endpoint, queueUrl);
  child.kill('SIGKILL');
  await exited;
  return isEmpty;
}

async function becomesEmpty(endpoint: string, queueUrl: string): Promise<boolean> {
  const sqs = createClient(endpoint);
  const end = Date.now() + longestDrainMs;
  let isEmpty = false;
  while (!isEmpty && Date.now() < end) {
    const { waiting, inFlight, delayed } = await readQueueDepth(queueUrl, { clients: { sqs } });
    isEmpty = waiting + inFlight + delayed === 0;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  sqs.destroy();
  return isEmpty;
}

async function observe(
  dataDir: string,
  run: {
    readonly partner: MoodyPartner;
    readonly accepted: ReadonlySet<string>;
    readonly published: ReadonlySet<string>;
  },
): Promise<Observed> {
  await using sqs = await startEmbeddedSqs({ dataDir });
  const idsIn = (queue: string): Set<string> => new Set(sqs.messageBodies(queue).flatMap(idOf));
  return {
    accepted: run.accepted,
    published: run.published,
    delivered: new Set(run.partner.delivered.keys()),
    changed: run.partner.changed,
    pending: idsIn(names.queue),
    deadLetters: idsIn(names.deadLetterQueue),
    results: new Set(
      sqs
        .messageBodies(platformNames(stage).resultsQueue)
        .flatMap((body) => JSON.parse(body).results as AttemptResult[])
        .map(({ hookId }) => hookId),
    ),
  };
}

/** What a process wrote must hold no secret and nothing of a body. */
function leaksIn(output: string, secret: string): readonly string[] {
  const planted = { 'a secret': secret.slice('whsec_'.length), 'a body': bodyText };
  return Object.entries(planted)
    .filter(([, text]) => output.includes(text))
    .map(([name]) => `${name} stands in what a process wrote`);
}

function createClient(endpoint: string): SQSClient {
  return new SQSClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
    useQueueUrlAsEndpoint: false,
    // The process at the other end is being killed: what was not confirmed at once is not accepted.
    maxAttempts: 1,
  });
}

function idOf(body: string): string[] {
  try {
    return [parseHook(body).id];
  } catch (error) {
    if (isHooklaneError(error, 'invalid_message')) return [];
    throw error;
  }
}
