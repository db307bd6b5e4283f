import type { DynamoDbClient } from '../../../src/dynamodb.ts';

/** A request, as the SDK makes it. */
export interface SentCommand {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What becomes of a request: it goes out, or this comes instead. */
export type Fault = (
  command: SentCommand,
  send: () => Promise<unknown>,
) => Promise<unknown> | undefined;

/** A client, some of whose requests take another course. */
export function faultyClient(client: DynamoDbClient, fault: Fault): DynamoDbClient {
  const send = client.send.bind(client) as (command: object) => Promise<unknown>;
  return {
    send: ((command: { readonly input: SentCommand['input'] }) => {
      const sent = { name: command.constructor.name, input: command.input };
      return fault(sent, () => send(command)) ?? send(command);
    }) as DynamoDbClient['send'],
  };
}

/** Tells whether a request writes. */
export function isWrite({ name }: SentCommand): boolean {
  return name === 'PutItemCommand' || name === 'TransactWriteItemsCommand';
}

/** A client whose process dies before the write of a number, from 0, or after it. */
export function dyingClient(
  client: DynamoDbClient,
  { write, isDone }: { readonly write: number; readonly isDone: boolean },
): DynamoDbClient {
  let writes = 0;
  return faultyClient(client, (command, send) => {
    if (!isWrite(command)) return writes > write ? Promise.reject(new Error('dead')) : undefined;
    writes += 1;
    if (writes <= write) return undefined;
    const dies = (): Promise<never> => Promise.reject(new Error('dead'));
    return isDone && writes === write + 1 ? send().then(dies) : dies();
  });
}
