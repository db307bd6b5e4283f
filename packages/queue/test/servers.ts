import { systemClock } from '@hooklane/core';
import { createFakeClock } from '@hooklane/core/testing';
import { startEmbeddedSqs } from '../src/embedded.ts';
import type { QueueOptions, SqsClient } from '../src/index.ts';
import { createMemorySqs } from '../src/testing.ts';

/** A running SQS, and the options that lead to it. */
export interface RunningSqs {
  readonly sqs: SqsClient;
  readonly options: QueueOptions & { readonly clients: { readonly sqs: SqsClient } };
  now(): number;
  /** Lets time pass where a fake clock keeps it; the wall clock needs no help. */
  pass(ms: number): Promise<void>;
  stop(): Promise<void>;
}

/** Every SQS that the functions of this package are tried on. */
export const servers: readonly { readonly name: string; start(): Promise<RunningSqs> }[] = [
  {
    name: 'the memory client',
    start: async () => {
      const clock = createFakeClock();
      const sqs = createMemorySqs({ clock });
      const options = { clients: { sqs }, clock };
      return { sqs, options, now: clock.now, pass: clock.advance, stop: async () => {} };
    },
  },
  {
    name: 'the embedded SQS',
    start: async () => {
      const { client: sqs, stop } = await startEmbeddedSqs();
      const options = { clients: { sqs } };
      return { sqs, options, now: systemClock.now, pass: async () => {}, stop };
    },
  },
];
