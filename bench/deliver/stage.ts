import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { publishHooks } from '@hooklane/queue';
import { createSelfSigned } from '../../packages/handler/test/hostile-partner/certificate.ts';
import { type Child, startChild } from '../kit/child.ts';
import type { CpuTime } from '../kit/cpu-time.ts';
import { resultsIn } from '../kit/results-in.ts';
import { createSqsClient } from '../kit/sqs-client.ts';
import type { Entrant } from './contestants.ts';
import { egress, makeHooks } from './hooks.ts';
import type { Received } from './partner.ts';
import type { Setting } from './setting.ts';

/** Partner and SQS, a process each, and where they are. */
export interface Stage extends AsyncDisposable {
  /** Starts the process of one who takes part. */
  enter(entrant: Entrant): Promise<Runner>;
}

/** One who takes part. */
export interface Runner extends AsyncDisposable {
  /** Delivers so many hooks; throws unless the partner and the queues have what they should. */
  run(hooks: number): Promise<CpuTime>;
}

const here = import.meta.url;

/** Starts partner and SQS. */
export async function openStage(): Promise<Stage> {
  const stack = new AsyncDisposableStack();
  const folder = mkdtempSync(join(tmpdir(), 'hooklane-deliver-'));
  stack.defer(() => rmSync(folder, { recursive: true }));
  const { cert, key } = createSelfSigned('127.0.0.1');
  const certFile = join(folder, 'partner.pem');
  writeFileSync(certFile, cert);
  const partner = stack.use(startChild(new URL('partner.ts', here)));
  const sqs = stack.use(startChild(new URL('../kit/sqs-server.ts', here)));
  const port = await partner.ask<number>({ kind: 'listen', cert, key });
  const sqsEndpoint = await sqs.ask<string>({ kind: 'endpoint' });
  const client = createSqsClient(sqsEndpoint);
  stack.defer(() => client.destroy());

  const check = async ({ work, isSigned }: Entrant, path: string, hooks: number): Promise<void> => {
    const { posts, verified } = await partner.ask<Received>({ kind: 'take', path });
    if (posts !== hooks) throw new Error(`${path}: ${posts} POSTs instead of ${hooks}`);
    if (isSigned && verified !== hooks) throw new Error(`${path}: ${verified} good signatures`);
    if (work !== 'batch' && work !== 'lane') return;
    const results = (await takeBodies(sqs, `${queueNameOf(path)}-results`)).flatMap(resultsIn);
    if (results.length !== hooks) throw new Error(`${path}: ${results.length} results`);
    const left = await takeBodies(sqs, queueNameOf(path));
    if (left.length > 0) throw new Error(`${path}: ${left.length} hooks left in the lane`);
  };

  return {
    enter: async (entrant) => {
      const path = `/${entrant.isSigned ? 'signed' : 'plain'}/${slugOf(entrant.name)}`;
      const create = (suffix: string): Promise<string> =>
        sqs.ask({ kind: 'create', queueName: `${queueNameOf(path)}${suffix}` });
      const setting: Setting = {
        partnerUrl: `https://127.0.0.1:${port}`,
        sqsEndpoint,
        queueUrl: await create(''),
        resultsQueueUrl: await create('-results'),
        deadLetterQueueUrl: await create('-dlq'),
      };
      const child = stack.use(
        startChild(new URL('sender.ts', here), {
          env: { NODE_EXTRA_CA_CERTS: certFile },
          nodeOptions: entrant.hasTracing ? [] : ['--import', new URL('no-tracing.ts', here).href],
          stderr: 'ignore',
        }),
      );
      await child.ask({ kind: 'create', file: entrant.file, path, setting });
      const fill = async (hooks: number): Promise<void> => {
        const outcomes = await publishHooks(makeHooks(hooks, `${setting.partnerUrl}${path}`), {
          lanes: { queueUrl: async () => setting.queueUrl },
          egress,
          clients: { sqs: client },
        });
        if (outcomes.some(({ kind }) => kind !== 'accepted')) throw new Error('A hook was refused');
      };
      return {
        run: async (hooks) => {
          if (entrant.work === 'lane') await fill(hooks);
          const time = await child.ask<CpuTime>({ kind: 'send', hooks });
          await check(entrant, path, hooks);
          return time;
        },
        [Symbol.asyncDispose]: () => child[Symbol.asyncDispose](),
      };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

function takeBodies(sqs: Child, queueName: string): Promise<readonly string[]> {
  return sqs.ask({ kind: 'take', queueName });
}

function queueNameOf(path: string): string {
  return path.slice(1).replace('/', '-');
}

function slugOf(name: string): string {
  return name.replace(/[^a-z]+/gi, '-').toLowerCase();
}
