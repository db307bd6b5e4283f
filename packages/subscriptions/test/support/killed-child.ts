// Run as a process of its own: works on the store and SQS of its parent, and kills itself after one of its calls.
import { SQSClient } from '@aws-sdk/client-sqs';
import { acknowledgeMessages, createLaneDirectory, receiveMessages } from '@hooklane/queue';
import { createSubscriptions, type EventInput } from '../../src/index.ts';
import { createSqliteStore } from '../../src/sqlite.ts';

/** What the child is told. */
export interface KilledOrder {
  readonly endpoint: string;
  readonly resultsQueueUrl: string;
  readonly path: string;
  readonly job: 'publish' | 'consume' | 'replay';
  readonly event: EventInput;
  /** The call of the store or of SQS after which it ends: 0 for before the first. */
  readonly at: number;
}

await work(JSON.parse(process.argv[2] ?? '') as KilledOrder);

async function work(order: KilledOrder): Promise<void> {
  const { endpoint, resultsQueueUrl, path, job, event, at } = order;
  const killing = killAfter(at);
  const sqs = new SQSClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'embedded', secretAccessKey: 'embedded' },
  });
  const clients = { sqs: killing(sqs) };
  const store = createSqliteStore({ path });
  const lanes = createLaneDirectory({ stage: 'test', clients });
  const subscriptions = createSubscriptions({ store: killing(store), clients, lanes });
  if (job === 'publish') await subscriptions.publishEvent(event);
  if (job === 'replay') await subscriptions.replayFailed({ ratePerSecond: 1_000 });
  if (job === 'consume') {
    const messages = await receiveMessages(resultsQueueUrl, { clients, waitSeconds: 0 });
    await subscriptions.consumeResults(messages.flatMap(({ body }) => JSON.parse(body).results));
    await acknowledgeMessages(messages, resultsQueueUrl, { clients });
  }
  await store.close();
  sqs.destroy();
  process.disconnect?.();
}

/** Counts the calls of all that it is put around, and kills the process when one has been made. */
function killAfter(at: number) {
  let calls = 0;
  const kill = (): Promise<never> => {
    process.kill(process.pid, 'SIGKILL');
    return new Promise(() => {});
  };
  return <Subject extends object>(subject: Subject): Subject =>
    new Proxy(subject, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          if (at === 0) await kill();
          const answer: unknown = await Reflect.apply(value, target, args);
          calls += 1;
          if (calls === at) await kill();
          return answer;
        };
      },
    });
}
