import type { Clock } from '@hooklane/core';
import type { SqsClient } from '@hooklane/queue';

/** An SQS client that counts requests as AWS bills them. */
export interface BilledSqs {
  readonly client: SqsClient;
  /** Requests so far, by action; receives that brought nothing are not among them. */
  readonly requests: Readonly<Record<string, number>>;
  /** Receives that brought nothing. */
  readonly emptyReceives: number;
}

interface Message {
  readonly MessageBody?: string;
  readonly Body?: string;
  readonly MessageAttributes?: Readonly<Record<string, { readonly StringValue?: string }>>;
}

interface Input extends Message {
  readonly Entries?: readonly Message[];
}

interface Output {
  readonly Messages?: readonly Message[];
}

/** Each 64 KB of a request are billed as one (aws.amazon.com/sqs/pricing). */
const billedBytes = 65_536;

/** Wraps a client; each request takes `latencyMs` of the clock. */
export function billRequests(
  sqs: SqsClient,
  { clock, latencyMs }: { readonly clock: Clock; readonly latencyMs: number },
): BilledSqs {
  const requests: Record<string, number> = {};
  let emptyReceives = 0;
  const send = async (command: { input: Input; constructor: { name: string } }) => {
    const action = command.constructor.name.replace(/Command$/, '');
    if (latencyMs > 0) await clock.sleep(latencyMs);
    const output = await (sqs.send as (command: unknown) => Promise<Output>)(command);
    const received = output.Messages ?? [];
    if (action === 'ReceiveMessage' && received.length === 0) {
      emptyReceives += 1;
      return output;
    }
    const { Entries = [], ...single } = command.input;
    const billed = Math.max(1, Math.ceil(bytesOf([single, ...Entries, ...received]) / billedBytes));
    requests[action] = (requests[action] ?? 0) + billed;
    return output;
  };
  return {
    // The SDK's client has an overload for each command; this one passes all of them on.
    client: { send: send as unknown as SqsClient['send'] },
    requests,
    get emptyReceives() {
      return emptyReceives;
    },
  };
}

function bytesOf(messages: readonly Message[]): number {
  let bytes = 0;
  for (const { MessageBody = '', Body = '', MessageAttributes = {} } of messages) {
    bytes += Buffer.byteLength(MessageBody) + Buffer.byteLength(Body);
    for (const [name, { StringValue = '' }] of Object.entries(MessageAttributes)) {
      bytes += name.length + 'Number'.length + StringValue.length;
    }
  }
  return bytes;
}
