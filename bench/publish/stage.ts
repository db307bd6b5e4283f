import { type Child, startChild } from '../kit/child.ts';
import type { CpuTime } from '../kit/cpu-time.ts';
import type { Published } from './publisher.ts';

/** Publishes so many hooks; throws unless all of them are in the queue. */
export type Publish = (hooks: number) => Promise<CpuTime>;

/** SQS, a process of its own, and the publishers. */
export interface Stage extends AsyncDisposable {
  /** Starts the process of one who takes part, with a queue of its own. */
  enter(file: string, kilobytes: number): Promise<Publish>;
}

const here = import.meta.url;

/** Starts SQS. */
export async function openStage(): Promise<Stage> {
  const stack = new AsyncDisposableStack();
  const sqs = stack.use(startChild(new URL('../kit/sqs-server.ts', here)));
  const sqsEndpoint = await sqs.ask<string>({ kind: 'endpoint' });
  return {
    enter: async (file, kilobytes) => {
      const queueName = `${file}-${kilobytes}`;
      const queueUrl = await sqs.ask<string>({ kind: 'create', queueName });
      const child = stack.use(startChild(new URL('publisher.ts', here)));
      const setting = { sqsEndpoint, queueUrl, kilobytes };
      await child.ask({ kind: 'create', file, setting });
      return async (hooks) => {
        const { ids, ...time } = await child.ask<Published>({ kind: 'publish', hooks });
        await check(ids, sqs, queueName);
        return time;
      };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

async function check(ids: readonly string[], sqs: Child, queueName: string): Promise<void> {
  const bodies = await sqs.ask<readonly string[]>({ kind: 'take', queueName });
  const found = new Set(bodies.map((body) => (JSON.parse(body) as { readonly id: string }).id));
  if (bodies.length !== ids.length || !ids.every((id) => found.has(id))) {
    throw new Error(`${queueName}: ${found.size} of ${ids.length} hooks are in the queue`);
  }
}
