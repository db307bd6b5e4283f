import type { SqsClient } from '@hooklane/queue';

/** Requests of one kind to one queue. */
export interface RequestCount {
  readonly queue: string;
  readonly action: string;
  readonly count: number;
}

/** An SQS client that counts, and knows when messages of a queue become visible. */
export interface CountedSqs {
  readonly client: SqsClient;
  /** Requests so far; receives that brought nothing are left out, as Lambda's pollers make them all the time. */
  counts(): readonly RequestCount[];
  /** Messages sent to a queue so far. */
  sentEntries(queue: string): number;
  /** Times at which messages become visible again, in the order of the requests; empties the list. */
  takeVisibleTimes(): readonly number[];
}

interface Hidden {
  readonly DelaySeconds?: number;
  readonly VisibilityTimeout?: number;
}

interface Input extends Hidden {
  readonly QueueUrl?: string;
  readonly Entries?: readonly Hidden[];
}

/** Wraps a client. `now` gives the virtual time in milliseconds. */
export function countRequests(sqs: SqsClient, now: () => number): CountedSqs {
  const counts = new Map<string, number>();
  const sent = new Map<string, number>();
  let visibleTimes: number[] = [];
  const send = async (command: { input: Input; constructor: { name: string } }) => {
    const action = command.constructor.name.replace(/Command$/, '');
    const { input } = command;
    const output = await (sqs.send as (command: unknown) => Promise<{ Messages?: unknown[] }>)(
      command,
    );
    if (action === 'ReceiveMessage' && (output.Messages ?? []).length === 0) return output;
    const queue = input.QueueUrl?.split('/').at(-1) ?? '';
    const key = `${queue} ${action}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    const entries = input.Entries ?? (action === 'SendMessage' ? [input] : []);
    if (action.startsWith('SendMessage')) sent.set(queue, (sent.get(queue) ?? 0) + entries.length);
    for (const { DelaySeconds, VisibilityTimeout } of entries) {
      visibleTimes.push(now() + 1_000 * (DelaySeconds ?? VisibilityTimeout ?? 0));
    }
    return output;
  };
  return {
    // The SDK's client has an overload for each command; this one passes all of them on.
    client: { ...sqs, send: send as unknown as SqsClient['send'] },
    counts: () =>
      [...counts].map(([key, count]) => {
        const [queue = '', action = ''] = key.split(' ');
        return { queue, action, count };
      }),
    sentEntries: (queue) => sent.get(queue) ?? 0,
    takeVisibleTimes: () => {
      const taken = visibleTimes;
      visibleTimes = [];
      return taken;
    },
  };
}
