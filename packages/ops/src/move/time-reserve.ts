/** For the batches under way: one is received, sent and deleted in less. */
const batchMs = 15_000;
/** For each message held: SQS takes ten in a request, eight requests go beside each other, and one of 100 ms is a slow one. */
const requestMsPerMessage = 100 / 10 / 8;
/** What is held may just be hidden for longer when it is to be given back. */
const requestsPerMessage = 2;

/** How long it takes at most to end a run that holds so many messages. */
export function reserveMs(heldMessages: number): number {
  return batchMs + heldMessages * requestMsPerMessage * requestsPerMessage;
}
