import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { Clock } from '@hooklane/core';
import type { SqsClient } from '../sqs-client.ts';
import { type MemoryAccount, queueByName } from './memory-account.ts';
import type { MessageState, StoredMessage } from './message-store.ts';
import * as moveTaskActions from './move-task-actions.ts';
import * as queueActions from './queue-actions.ts';
import { receiveMessage } from './receive-action.ts';
import { throwIfAborted } from './request-abort.ts';
import type { EntryFault } from './run-batch.ts';
import * as sendActions from './send-actions.ts';
import * as settleActions from './settle-actions.ts';
import { sqsError } from './sqs-error.ts';

/** An action of the SQS API that the memory client knows. */
export type SqsAction =
  | 'CancelMessageMoveTask'
  | 'ChangeMessageVisibility'
  | 'ChangeMessageVisibilityBatch'
  | 'CreateQueue'
  | 'DeleteMessage'
  | 'DeleteMessageBatch'
  | 'DeleteQueue'
  | 'GetQueueAttributes'
  | 'GetQueueUrl'
  | 'ListDeadLetterSourceQueues'
  | 'ListMessageMoveTasks'
  | 'ListQueueTags'
  | 'ListQueues'
  | 'PurgeQueue'
  | 'ReceiveMessage'
  | 'SendMessage'
  | 'SendMessageBatch'
  | 'SetQueueAttributes'
  | 'StartMessageMoveTask'
  | 'TagQueue'
  | 'UntagQueue';

/** Faults of a memory client. Each is looked up at every request, so a test may change them. */
export interface MemorySqsFaults {
  /** Runs before an action: what it throws, the caller gets, and nothing has happened. */
  before?: ((action: SqsAction, input: object) => void | Promise<void>) | undefined;
  /** Runs after an action: what it throws, the caller gets, and all has happened: a lost answer. */
  after?: ((action: SqsAction, input: object, output: object) => void | Promise<void>) | undefined;
  /** Refuses an entry of a batch, which then has no effect; `undefined` lets it pass. */
  failEntry?: ((action: SqsAction, entry: object) => EntryFault | undefined) | undefined;
}

/** How {@link createMemorySqs} makes a client. */
export interface MemorySqsOptions {
  readonly clock: Clock;
  /** @default us-east-1 */
  readonly region?: string;
  /** @default 123456789012 */
  readonly accountId?: string;
  /** Messages that one queue can have in flight. @default 120000, as on AWS (quotas-queues) */
  readonly inFlightLimit?: number;
  readonly faults?: MemorySqsFaults;
}

/** A message in a queue of a memory client. */
export interface InspectedMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  readonly state: MessageState;
  readonly receiveCount: number;
  /** Milliseconds since the epoch. */
  readonly sentAt: number;
  /** When it becomes visible, in milliseconds since the epoch; in the past when it is. */
  readonly visibleAt: number;
}

/** SQS in memory, on the clock of a test. */
export interface MemorySqs extends SqsClient {
  /** Requests so far per action, failed ones included. */
  readonly requests: Readonly<Record<SqsAction, number>>;
  /**
   * The messages of a queue, in the order in which they came into it. Nothing changes by looking.
   *
   * @throws SQSServiceException `QueueDoesNotExist`
   */
  inspect(queueName: string): readonly InspectedMessage[];
}

interface Call {
  readonly signal: AbortSignal | undefined;
  readonly faultOf: (entry: object) => EntryFault | undefined;
}

type Act = (account: MemoryAccount, input: never, call: Call) => object;

const actions: Readonly<Record<SqsAction, Act>> = {
  CreateQueue: queueActions.createQueue,
  DeleteQueue: queueActions.deleteQueue,
  GetQueueAttributes: queueActions.getQueueAttributes,
  GetQueueUrl: queueActions.getQueueUrl,
  ListQueues: queueActions.listQueues,
  ListQueueTags: queueActions.listQueueTags,
  PurgeQueue: queueActions.purgeQueue,
  SetQueueAttributes: queueActions.setQueueAttributes,
  TagQueue: queueActions.tagQueue,
  UntagQueue: queueActions.untagQueue,
  ListDeadLetterSourceQueues: moveTaskActions.listDeadLetterSourceQueues,
  StartMessageMoveTask: moveTaskActions.startMessageMoveTask,
  ListMessageMoveTasks: moveTaskActions.listMessageMoveTasks,
  CancelMessageMoveTask: moveTaskActions.cancelMessageMoveTask,
  SendMessage: sendActions.sendMessage,
  SendMessageBatch: (account, input, { faultOf }) =>
    sendActions.sendMessageBatch(account, input, faultOf),
  ReceiveMessage: (account, input, { signal }) => receiveMessage(account, input, signal),
  DeleteMessage: settleActions.deleteMessage,
  DeleteMessageBatch: (account, input, { faultOf }) =>
    settleActions.deleteMessageBatch(account, input, faultOf),
  ChangeMessageVisibility: settleActions.changeMessageVisibility,
  ChangeMessageVisibilityBatch: (account, input, { faultOf }) =>
    settleActions.changeMessageVisibilityBatch(account, input, faultOf),
};

/**
 * Makes an SQS client that keeps everything in memory and takes the SDK's own command objects. It is as
 * strict as AWS; what AWS does within 60 seconds, it does at once. Nothing moves but by its clock.
 *
 * @example
 * const clock = createFakeClock();
 * const sqs = createMemorySqs({ clock });
 * const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'acme' }));
 */
export function createMemorySqs({
  clock,
  region = 'us-east-1',
  accountId = '123456789012',
  inFlightLimit = 120_000,
  faults = {},
}: MemorySqsOptions): MemorySqs {
  const queues = new Map();
  const deletedAt = new Map();
  const limits = { inFlightLimit, messagesSent: 0 };
  const identity = { clock, region, accountId };
  const account: MemoryAccount = { ...identity, queues, deletedAt, moveTasks: [], ...limits };
  const requests = Object.fromEntries(Object.keys(actions).map((action) => [action, 0]));
  const send = async (command: Command, options: SendOptions = {}): Promise<object> => {
    const action = actionOf(command);
    requests[action] = (requests[action] ?? 0) + 1;
    const { input } = command;
    const { abortSignal: signal } = options;
    throwIfAborted(signal);
    await faults.before?.(action, input);
    moveTaskActions.catchUpMoveTasks(account);
    const faultOf = (entry: object) => faults.failEntry?.(action, entry);
    const output = await actions[action](account, input as never, { signal, faultOf });
    await faults.after?.(action, input, output);
    return { ...output, $metadata: { httpStatusCode: 200 } };
  };
  return {
    send: send as MemorySqs['send'],
    requests: requests as Record<SqsAction, number>,
    inspect: (name) => {
      moveTaskActions.catchUpMoveTasks(account);
      return [...queueByName(account, name).store.messages.values()].map(inspected);
    },
  };
}

interface Command {
  readonly input: object;
  readonly schema?: unknown;
}

interface SendOptions {
  readonly abortSignal?: AbortSignal;
}

// The SDK's commands carry their schema: [kind, namespace, name, …].
function actionOf({ schema }: Command): SqsAction {
  const name: unknown = Array.isArray(schema) ? schema[2] : undefined;
  if (typeof name === 'string' && Object.hasOwn(actions, name)) return name as SqsAction;
  throw sqsError('InvalidAction', `The memory client does not know the action ${name}.`);
}

function inspected({ id, ...message }: StoredMessage): InspectedMessage {
  const { body, attributes, state, receiveCount, sentAt, visibleAt } = message;
  return { messageId: id, body, attributes, state, receiveCount, sentAt, visibleAt };
}
