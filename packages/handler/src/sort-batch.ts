import type { Hook } from '@hooklane/core';
import { type LaneMessage, type ReadMessage, readMessage } from '@hooklane/queue';
import type { Wait } from './wait-messages.ts';

/** A hook whose time has come, with every message of the batch that carries it. */
export interface DueHook {
  readonly hook: Hook;
  /** The highest among its messages. */
  readonly attempt: number;
  /** Since when it could be POSTed, in milliseconds since the epoch. */
  readonly dueAt: number;
  /** The body of a message with that attempt, as it goes back into a queue. */
  readonly body: string;
  readonly messages: readonly LaneMessage[];
}

/** A message that is no hook. */
export type PoisonMessage = Extract<ReadMessage, { kind: 'poison' }>;

/** The messages of a batch by what is to be done with them. Each is in exactly one of the lists. */
export interface SortedBatch {
  readonly due: readonly DueHook[];
  readonly early: readonly Wait[];
  readonly poison: readonly PoisonMessage[];
  /** Written by a newer version. */
  readonly newer: readonly LaneMessage[];
}

/** Sorts a batch. Two messages with one hook make one delivery. */
export function sortBatch(messages: readonly LaneMessage[], now: number): SortedBatch {
  const due = new Map<string, DueHook>();
  const early: Wait[] = [];
  const poison: PoisonMessage[] = [];
  const newer: LaneMessage[] = [];
  for (const message of messages) {
    const read = readMessage(message);
    switch (read.kind) {
      case 'hook':
        if (read.dueAt > now) early.push(read);
        else due.set(read.hook.id, join(due.get(read.hook.id), read));
        break;
      case 'poison':
        poison.push(read);
        break;
      case 'newer':
        newer.push(message);
        break;
      default:
        read satisfies never;
    }
  }
  return { due: [...due.values()], early, poison, newer };
}

function join(
  known: DueHook | undefined,
  { hook, attempt, dueAt, message }: Extract<ReadMessage, { kind: 'hook' }>,
): DueHook {
  const messages = [...(known?.messages ?? []), message];
  return known !== undefined && known.attempt >= attempt
    ? { ...known, messages }
    : { hook, attempt, dueAt: dueAt || hook.createdAt, body: message.body, messages };
}
