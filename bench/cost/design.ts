import type { Clock } from '@hooklane/core';
import type { SqsHandler } from '@hooklane/handler';
import type { SqsClient } from '@hooklane/queue';
import type { Architecture } from './prices.ts';

/** What is measured: how the function of a lane is made, and what it runs on. */
export interface Design {
  readonly name: string;
  readonly memoryMb: number;
  readonly architecture: Architecture;
  /** Settings of the lane's queue. */
  readonly queue: Readonly<Record<string, string>>;
  /** Makes the handler of one instance of the function. */
  readonly createHandler: (world: LaneWorld) => SqsHandler;
}

/** What a handler works in. */
export interface LaneWorld {
  readonly clock: Clock;
  readonly random: () => number;
  readonly sqs: SqsClient;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly resultsQueueUrl: string;
  /** One POST to the partner, which takes its time; gives the status. */
  readonly post: () => Promise<number>;
  /** A request to KMS. */
  readonly onDecrypt: () => void;
  readonly onLog: (line: string) => void;
}

/** Instances of the function at work at the same time, in both designs. */
export const instances = 4;
/** POSTs at the same time in each of them, in both designs. */
export const postsPerInstance = 5;
