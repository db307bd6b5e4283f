import type { Transport } from '@hooklane/handler';
import type { SqsClient } from '@hooklane/queue';

/** Where on the way of a hook a process may be killed, in the order of the way. */
export const crashPoints = [
  'after receive',
  'after POST',
  'after result',
  'after requeue',
  'after burial',
  'before acknowledge',
  'after acknowledge',
] as const;

export type CrashPoint = (typeof crashPoints)[number];

/** When a process is to be killed: at the `passage`th time that it comes to `point`. */
export interface CrashPlan {
  readonly point: CrashPoint;
  /** From 1. */
  readonly passage: number;
}

/** Wrappers that call `kill` when a plan says so. */
export interface CrashWrappers {
  wrapClient(sqs: SqsClient): SqsClient;
  wrapTransport(transport: Transport): Transport;
}

/** Makes wrappers for the client and the transport of a worker. */
export function createCrashWrappers(plan: CrashPlan | undefined, kill: () => void): CrashWrappers {
  let passages = 0;
  const pass = (point: CrashPoint): void => {
    if (plan?.point !== point) return;
    passages += 1;
    if (passages === plan.passage) kill();
  };
  return {
    wrapClient: (sqs) => {
      const send = async (command: {
        constructor: { name: string };
        input: { QueueUrl?: string };
      }) => {
        const action = command.constructor.name;
        if (action === 'DeleteMessageBatchCommand') pass('before acknowledge');
        const output = await (sqs.send as (command: unknown) => Promise<{ Messages?: unknown[] }>)(
          command,
        );
        if (action === 'ReceiveMessageCommand' && (output.Messages ?? []).length > 0) {
          pass('after receive');
        }
        if (action === 'SendMessageBatchCommand') pass(pointOfSend(command.input.QueueUrl ?? ''));
        if (action === 'DeleteMessageBatchCommand') pass('after acknowledge');
        return output;
      };
      // The SDK's client has an overload for each command; this one passes all of them on.
      return { send: send as unknown as SqsClient['send'] };
    },
    wrapTransport: (transport) => ({
      ...transport,
      post: async (request) => {
        const answer = await transport.post(request);
        pass('after POST');
        return answer;
      },
    }),
  };
}

function pointOfSend(queueUrl: string): CrashPoint {
  if (queueUrl.endsWith('-results')) return 'after result';
  return queueUrl.endsWith('-dlq') ? 'after burial' : 'after requeue';
}
