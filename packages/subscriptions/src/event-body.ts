import { HooklaneError, showReceived } from '@hooklane/core';
import type { StoredEvent } from './stored-event.ts';

/** What {@link createEventBody} writes. */
export interface EventBody {
  /** The exact text that every hook of the event sends. */
  readonly text: string;
  /** The data as the text has it: what JSON does not know is gone or changed, as a `Date` into text. */
  readonly data: unknown;
}

/**
 * Writes the payload of an event as Standard Webhooks has it: `type`, `timestamp`, `data`.
 *
 * @throws HooklaneError `invalid_event`
 */
export function createEventBody(event: {
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly data: unknown;
}): EventBody {
  const { type, timestamp, data } = event;
  // biome-ignore lint/style/noRestrictedGlobals: writes a time, and reads no clock
  const time = new Date(timestamp).toISOString();
  let text: string;
  try {
    text = JSON.stringify({ type, timestamp: time, data });
  } catch (cause) {
    throw new HooklaneError(
      'invalid_event',
      `The data of event ${type} cannot be written as JSON`,
      {
        cause,
      },
    );
  }
  const payload = readPayload(text);
  if ('data' in payload) return { text, data: payload.data };
  throw new HooklaneError(
    'invalid_event',
    `The data of event ${type} must be a value that JSON knows. Received: ${showReceived(data)}`,
  );
}

/**
 * Tells whether a stored event is what is published now: type, partner and data are the same. Names may come in another
 * order, and the time may be another. Once the body is gone, type and partner decide.
 */
export function isSameEvent(
  stored: StoredEvent,
  now: { readonly type: string; readonly partnerId?: string | undefined; readonly data: unknown },
): boolean {
  if (stored.type !== now.type || stored.partnerId !== now.partnerId) return false;
  if (stored.body === undefined) return true;
  return sortedText(readPayload(stored.body).data) === sortedText(now.data);
}

function readPayload(text: string): { readonly data?: unknown } {
  return JSON.parse(text);
}

function sortedText(data: unknown): string {
  return JSON.stringify(data, (_, value: unknown) =>
    value === null || typeof value !== 'object' || Array.isArray(value) ? value : sorted(value),
  );
}

// Without a prototype, so that a name such as `__proto__` is a name like all others.
function sorted(record: object): object {
  const copy = Object.create(null) as Record<string, unknown>;
  for (const name of Object.keys(record).toSorted(compareText)) {
    copy[name] = (record as Readonly<Record<string, unknown>>)[name];
  }
  return copy;
}

function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
