import type { LaneMessage } from '@hooklane/queue';
import {
  type DeliveryOptions,
  deliveryOptionNames,
  refuseUnknownOptions,
  resolveDelivery,
} from './delivery-options.ts';
import { createLane, type LaneConfig, laneConfigNames } from './lane.ts';
import { processBatch } from './process-batch.ts';

/** The part of a Lambda event from SQS that is read. */
export interface SqsEvent {
  readonly Records: readonly SqsRecord[];
}

/** One message of an {@link SqsEvent}. */
export interface SqsRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: { readonly ApproximateReceiveCount: string };
  readonly messageAttributes: Readonly<
    Partial<Record<string, { readonly stringValue?: string | undefined }>>
  >;
}

/** The part of a Lambda context that is read. */
export interface LambdaContext {
  getRemainingTimeInMillis(): number;
}

/** What Lambda is told: every message not named is deleted. */
export interface SqsBatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** The lane that a function works, and how. */
export interface SqsHandlerOptions extends LaneConfig, DeliveryOptions {}

/** A Lambda handler for an event source mapping with `ReportBatchItemFailures`. */
export type SqsHandler = (event: SqsEvent, context?: LambdaContext) => Promise<SqsBatchResponse>;

/** Kept for results, requeues and the answer, after the last POST. */
const settleMs = 5_000;

const knownOptions = [...laneConfigNames, ...deliveryOptionNames];

/**
 * Makes the handler of one partner's function. Make it once, outside the handler: keys and
 * connections then live as long as the execution environment. A POST that might not end in the
 * time left is not begun.
 *
 * @throws HooklaneError `invalid_options`, `invalid_partner_id`, `invalid_policy`
 */
export function createSqsHandler(options: SqsHandlerOptions): SqsHandler {
  refuseUnknownOptions(options, knownOptions);
  const lane = createLane(options, resolveDelivery(options));
  const { clock } = lane.delivery;
  const neededMs = lane.attemptContext.policy.timeoutMs + settleMs;
  return async (event, context) => {
    const receivedAt = clock.now();
    const messages = event.Records.map((record) => toLaneMessage(record, receivedAt));
    const { held, failed, unstarted } = await processBatch(messages, lane, {
      mayStart: context && ((waitMs) => context.getRemainingTimeInMillis() - waitMs > neededMs),
    });
    return {
      batchItemFailures: [...held, ...failed, ...unstarted].map(({ messageId }) => ({
        itemIdentifier: messageId,
      })),
    };
  };
}

function toLaneMessage(record: SqsRecord, receivedAt: number): LaneMessage {
  return {
    messageId: record.messageId,
    receiptHandle: record.receiptHandle,
    body: record.body,
    attempt: record.messageAttributes['attempt']?.stringValue,
    dueAt: record.messageAttributes['dueAt']?.stringValue,
    receiveCount: Number(record.attributes.ApproximateReceiveCount),
    receivedAt,
  };
}
