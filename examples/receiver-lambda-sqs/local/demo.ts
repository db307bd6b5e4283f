import { setTimeout as sleep } from 'node:timers/promises';
import { createMemoryReplayGuard } from '@hooklane/receiver';
import type { LambdaHttpEvent } from '@hooklane/receiver/lambda';
import { generateSecret } from '@hooklane/signature';
import type { Log } from '../log.ts';
import { createProcessWebhook, type PlacedOrder } from '../process-webhook.ts';
import { createVerifyWebhook } from '../verify-webhook.ts';
import { createWarehouse } from '../warehouse.ts';
import { httpApiEvent, restApiEvent } from './api-gateway-event.ts';
import { startEventSourceMapping } from './event-source-mapping.ts';
import { type Queues, startQueues } from './queues.ts';
import { signWebhook } from './sender.ts';

/** A request of the demo, and how it was answered. */
export interface DemoAnswer {
  readonly what: string;
  readonly answer: string;
}

/** What was seen. */
export interface DemoOutcome {
  readonly answers: readonly DemoAnswer[];
  /** Orders in the warehouse, in the order in which they came. */
  readonly orderIds: readonly string[];
  readonly deadLetterIds: readonly string[];
  /** Webhooks that were answered 200 and are in neither. */
  readonly lost: readonly string[];
}

export interface DemoOptions {
  readonly maxReceiveCount: number;
  readonly log: Log;
}

type Verify = (
  event: LambdaHttpEvent,
) => Promise<{ readonly statusCode: number; readonly body: string }>;

/** Sends webhooks to the first function, and lets the second one process what was taken. */
export async function runDemo({ maxReceiveCount, log }: DemoOptions): Promise<DemoOutcome> {
  await using queues = await startQueues({ maxReceiveCount });
  const secret = generateSecret();
  const { client, queueUrl } = queues;
  const options = { secrets: async () => [secret], client, log };
  const verify = createVerifyWebhook({ ...options, queueUrl });
  const withoutQueue = createVerifyWebhook({ ...options, queueUrl: `${queueUrl}-deleted` });
  const answers = await sendAll({ verify, withoutQueue, secret });

  const warehouse = createWarehouse();
  const handler = createProcessWebhook({
    replayGuard: createMemoryReplayGuard(),
    onOrderPlaced: failFirst('order-3', warehouse.take),
    log,
  });
  await using _ = startEventSourceMapping({ client, queueUrl, handler });
  await drain(queues);
  const deadLetterIds = await queues.deadLetterIds();
  const { orderIds } = warehouse;
  const ended = [...orderIds, ...deadLetterIds];
  const taken = answers.filter(({ answer }) => answer === '200').map(({ id }) => id);
  const lost = [...new Set(taken)].filter((id) => !ended.includes(id));
  return { answers, orderIds, deadLetterIds, lost };
}

interface Request {
  readonly what: string;
  readonly id: string;
  readonly event: LambdaHttpEvent;
  readonly isQueueDown?: true;
}

async function sendAll({
  verify,
  withoutQueue,
  secret,
}: {
  readonly verify: Verify;
  readonly withoutQueue: Verify;
  readonly secret: string;
}): Promise<readonly (DemoAnswer & { readonly id: string })[]> {
  const answers: (DemoAnswer & { readonly id: string })[] = [];
  for (const { what, id, event, isQueueDown } of requestsOf(secret)) {
    const { statusCode, body } = await (isQueueDown ? withoutQueue : verify)(event);
    const { error } = JSON.parse(body || '{}') as { readonly error?: { readonly code: string } };
    answers.push({ id, what, answer: [statusCode, error?.code].filter(Boolean).join(' ') });
  }
  return answers;
}

/** Here a webhook has the id of its order, so that both can be held against each other. */
function requestsOf(secret: string): readonly Request[] {
  const signed = (id: string, item: string, by = secret) =>
    signWebhook({ id, body: order(id, item), secret: by });
  const first = { id: 'order-1', event: httpApiEvent(signed('order-1', 'boots')) };
  const second = { id: 'order-2', event: restApiEvent(signed('order-2', '靴')) };
  const third = { id: 'order-3', event: httpApiEvent(signed('order-3', 'vase')) };
  const fourth = { id: 'order-4', event: httpApiEvent(signed('order-4', 'hat')) };
  const forged = httpApiEvent(signed('order-9', 'gold', generateSecret()));
  const noJson = httpApiEvent(signWebhook({ id: 'no-json', body: 'order: "boots"', secret }));
  return [
    { ...first, what: 'order-1, through an HTTP API' },
    { ...second, what: 'order-2, through a REST API: Webhook-Id, base64' },
    { id: 'order-9', event: forged, what: 'order-9, forged' },
    { ...first, what: 'order-1 again: the sender did not get the answer' },
    { ...third, what: 'order-3, whose processing fails at first' },
    { id: 'no-json', event: noJson, what: 'no-json, signed well, and poison' },
    { ...fourth, what: 'order-4, while SQS is down', isQueueDown: true },
    { ...fourth, what: 'order-4 again: the sender saw 500' },
  ];
}

function order(orderId: string, item: string): string {
  return JSON.stringify({ type: 'order.placed', data: { orderId, item } });
}

/** A database that is down when the order comes, and up when it comes again. */
function failFirst(
  orderId: string,
  take: (order: PlacedOrder) => Promise<void>,
): (order: PlacedOrder) => Promise<void> {
  let isDown = true;
  return async (placed) => {
    if (placed.orderId === orderId && isDown) {
      isDown = false;
      throw new Error('The database is down');
    }
    await take(placed);
  };
}

const longestDrainMs = 15_000;

async function drain(queues: Queues): Promise<void> {
  const deadline = Date.now() + longestDrainMs;
  while (queues.count() > 0 && Date.now() < deadline) await sleep(50);
}
