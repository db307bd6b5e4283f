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

/** Here a webhook has the id of its order, so that both can be held against each other. */
async function sendAll({
  verify,
  withoutQueue,
  secret,
}: {
  readonly verify: Verify;
  readonly withoutQueue: Verify;
  readonly secret: string;
}): Promise<readonly (DemoAnswer & { readonly id: string })[]> {
  const signed = (id: string, item: string) => signWebhook({ id, body: order(id, item), secret });
  const boots = httpApiEvent(signed('order-1', 'boots'));
  const forged = signWebhook({
    id: 'order-9',
    body: order('order-9', 'gold'),
    secret: generateSecret(),
  });
  const noJson = signWebhook({ id: 'no-json', body: 'order: "boots"', secret });
  const late = httpApiEvent(signed('order-4', 'hat'));
  const requests: readonly [what: string, id: string, event: LambdaHttpEvent, to?: Verify][] = [
    ['order-1, through an HTTP API', 'order-1', boots],
    [
      'order-2, through a REST API: Webhook-Id, base64',
      'order-2',
      restApiEvent(signed('order-2', '靴')),
    ],
    ['order-9, forged', 'order-9', httpApiEvent(forged)],
    ['order-1 again: the sender did not get the answer', 'order-1', boots],
    [
      'order-3, whose processing fails at first',
      'order-3',
      httpApiEvent(signed('order-3', 'vase')),
    ],
    ['no-json, signed well, and poison', 'no-json', httpApiEvent(noJson)],
    ['order-4, while SQS is down', 'order-4', late, withoutQueue],
    ['order-4 again: the sender saw 500', 'order-4', late],
  ];
  const answers: (DemoAnswer & { readonly id: string })[] = [];
  for (const [what, id, event, to = verify] of requests) {
    const { statusCode, body } = await to(event);
    const { error } = JSON.parse(body || '{}') as { readonly error?: { readonly code: string } };
    answers.push({ id, what, answer: [statusCode, error?.code].filter(Boolean).join(' ') });
  }
  return answers;
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
