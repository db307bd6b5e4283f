import type { SqsClient } from '@hooklane/queue';

/** A client that counts its requests. */
export interface CountedClient extends SqsClient {
  readonly requests: number;
}

/** Counts what goes through a client. */
export function countRequests(sqs: SqsClient): CountedClient {
  let requests = 0;
  const send = (...args: unknown[]): unknown => {
    requests += 1;
    return (sqs.send as (...args: unknown[]) => unknown)(...args);
  };
  return {
    // The SDK's client has an overload for each command; this one passes all of them on.
    send: send as unknown as SqsClient['send'],
    get requests() {
      return requests;
    },
  };
}
