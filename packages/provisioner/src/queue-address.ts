/** Where a queue is. */
export interface QueueAddress {
  readonly url: string;
  readonly arn: string;
}

/** Addresses of queues, by name. */
export type QueueAddresses = ReadonlyMap<string, QueueAddress>;

/** Address of a queue that must be known by now. */
export function addressOf(name: string, addresses: QueueAddresses): QueueAddress {
  const address = addresses.get(name);
  if (address === undefined) throw new Error(`No step before this one knows queue ${name}`);
  return address;
}

/** ARN of a queue that may not be there yet: beside its name, it is that of any queue next to it. */
export function arnOf(name: string, addresses: QueueAddresses): string {
  const [neighbour] = addresses.values();
  if (neighbour === undefined) throw new Error(`No queue is known yet next to ${name}`);
  return neighbour.arn.slice(0, -queueNameOf(neighbour.arn).length) + name;
}

/** The name at the end of a queue's ARN. */
export function queueNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
