import { type AllClients, clientNames } from '../../packages/provisioner/src/aws/clients.ts';
import { errorName, isThrottle } from '../../packages/provisioner/src/aws/error-kinds.ts';
import type { Service } from '../../test/setup/strict-aws/service-models.ts';
import { operationOf, type SdkCommand } from './stand-in.ts';

/** A call that was sent. */
export interface RecordedCall {
  readonly service: Service;
  readonly operation: string;
  /** Name of the error that it ended with. */
  error?: string;
  isThrottled?: boolean;
}

/** Clients that note each call in the order of sending. */
export interface RecordedClients {
  readonly clients: AllClients;
  readonly calls: readonly RecordedCall[];
}

const reading = /^(Get|List|Describe)/;

/** Lets clients note what they send. */
export function recordCalls(clients: AllClients): RecordedClients {
  const calls: RecordedCall[] = [];
  const send = async (service: Service, command: SdkCommand): Promise<unknown> => {
    const call: RecordedCall = { service, operation: operationOf(command) };
    calls.push(call);
    const client = clients[service] as { send(command: SdkCommand): Promise<unknown> };
    try {
      return await client.send(command);
    } catch (error) {
      call.error = errorName(error);
      call.isThrottled = isThrottle(error);
      throw error;
    }
  };
  const recorded = clientNames.map((service) => [
    service,
    { send: (command: SdkCommand) => send(service, command) },
  ]);
  return { clients: Object.fromEntries(recorded) as AllClients, calls };
}

/** Tells whether a call may change something. */
export function isMutating({ operation }: RecordedCall): boolean {
  return !reading.test(operation);
}
