import type { HookInput } from '@hooklane/core';

/** What every publisher is told. */
export interface Setting {
  readonly sqsEndpoint: string;
  readonly queueUrl: string;
  /** Of a hook's body, in KB of 1,024 bytes. */
  readonly kilobytes: number;
}

/** Ready to be published: all of it, or for the bare clients what SQS is to get. */
export interface Publisher {
  readonly prepare: (hooks: readonly HookInput[]) => void;
  readonly publish: () => Promise<void>;
}

export type CreatePublisher = (setting: Setting) => Publisher;

/** Requests under way at the same time, as `publishHooks` has them for one lane. */
export const requestsAtOnce = 8;

/** SQS takes ten messages a batch. */
export const batchSize = 10;
