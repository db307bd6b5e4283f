import type { SqsClient } from '@hooklane/queue';

/** A client that counts its calls, and may make each of them wait. */
export interface CountedSqs {
  readonly client: SqsClient;
  readonly calls: number;
  /** Calls that carried messages: sends, deletes, and receives that found something. */
  readonly carrying: number;
}

/** Wraps a client. */
export function countCalls(sqs: SqsClient, latencyMs: number): CountedSqs {
  let calls = 0;
  let carrying = 0;
  const send = async (command: { constructor: { name: string } }) => {
    calls += 1;
    if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
    const output = await (sqs.send as (command: unknown) => Promise<{ Messages?: unknown[] }>)(
      command,
    );
    const action = command.constructor.name;
    const isReceive = action === 'ReceiveMessageCommand';
    if (isReceive ? (output.Messages ?? []).length > 0 : /^(Send|Delete)Message/.test(action)) {
      carrying += 1;
    }
    return output;
  };
  return {
    // The SDK's client has an overload for each command; this one passes all of them on.
    client: { send: send as unknown as SqsClient['send'] },
    get calls() {
      return calls;
    },
    get carrying() {
      return carrying;
    },
  };
}
