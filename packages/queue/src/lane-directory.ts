import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { HooklaneError, laneNames, parseStage } from '@hooklane/core';
import type { QueueOptions } from './send-messages.ts';
import { sqsClientOf } from './sqs-client.ts';
import { isMissingQueue } from './sqs-errors.ts';

/** Knows in which queue a partner's hooks belong. */
export interface LaneDirectory {
  /**
   * URL of the queue of a partner's lane.
   *
   * @throws HooklaneError `unknown_partner` when the partner has no lane
   */
  queueUrl(
    partnerId: string,
    options?: { readonly signal?: AbortSignal | undefined },
  ): Promise<string>;
  /** Told that the queue of a partner is gone, so that it is looked up anew. */
  forget?(partnerId: string): void;
}

/** What {@link createLaneDirectory} needs to find lanes. */
export interface LaneDirectoryOptions extends Pick<QueueOptions, 'clients'> {
  readonly stage: string;
}

/**
 * Finds the lanes of a stage by the names of their queues, and remembers what it found. Make one and
 * keep it: each partner then costs one request.
 *
 * @throws HooklaneError `invalid_stage`
 */
export function createLaneDirectory({ stage, clients }: LaneDirectoryOptions): LaneDirectory {
  parseStage(stage);
  const urls = new Map<string, Promise<string>>();
  return {
    queueUrl: (partnerId, { signal } = {}) =>
      abortable(urls.get(partnerId) ?? lookUp(partnerId), signal),
    forget: (partnerId) => {
      urls.delete(partnerId);
    },
  };

  function lookUp(partnerId: string): Promise<string> {
    const url = findQueue(partnerId);
    urls.set(partnerId, url);
    url.catch(() => {
      if (urls.get(partnerId) === url) urls.delete(partnerId);
    });
    return url;
  }

  async function findQueue(partnerId: string): Promise<string> {
    const { queue: name } = laneNames(stage, partnerId);
    try {
      const { QueueUrl } = await sqsClientOf(clients).send(
        new GetQueueUrlCommand({ QueueName: name }),
      );
      if (QueueUrl !== undefined) return QueueUrl;
    } catch (cause) {
      if (!isMissingQueue(cause)) throw cause;
    }
    throw unknownPartner(partnerId, `there is no queue ${name}`);
  }
}

/** The error for hooks of a partner that has no lane. */
export function unknownPartner(partnerId: string, why: string): HooklaneError<'unknown_partner'> {
  return new HooklaneError(
    'unknown_partner',
    `Partner ${partnerId} has no lane: ${why}. Call provisionPartner first`,
  );
}

// The look-up is shared between callers: one that aborts stops waiting, the others go on.
async function abortable<Value>(
  promise: Promise<Value>,
  signal: AbortSignal | undefined,
): Promise<Value> {
  if (signal === undefined) return promise;
  let onAbort = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
  });
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([aborted, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
