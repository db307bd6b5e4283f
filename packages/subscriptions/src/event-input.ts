import { HooklaneError, parseInput, parsePartnerId } from '@hooklane/core';
import * as z from 'zod/mini';
import type { EventData, EventTypes } from './event-types.ts';
import { isEventType } from './type-pattern.ts';

/** What is published, beside type and data. */
export interface EventFields {
  /** The one partner whom it concerns. @default all that subscribe */
  readonly partnerId?: string | undefined;
  /**
   * 1 to 256 characters. Publishing again with the key does not make a second event, for as long as events are kept
   * (`keepEventsMs`). Other data under the key is an `idempotency_conflict` for as long as the body is kept
   * (`keepBodiesMs`); from then on only another type or partner is, as there is no data to compare with.
   * @default none: each call makes an event
   */
  readonly idempotencyKey?: string | undefined;
  /** When it happened, in milliseconds since the epoch. @default now */
  readonly timestamp?: number | undefined;
  /**
   * An id of your own, 1 to 64 of `A-Za-z0-9_-`: publishing again with it does not make a second event, as with a key.
   * @default `evt_` and 32 hex digits
   */
  readonly id?: string | undefined;
}

/** An event as the host publishes it. Where types are declared, its data is as its type wants it. */
export type EventInput<Types extends EventTypes = EventTypes> = {
  readonly [Type in keyof Types & string]: EventFields & {
    readonly type: Type;
    readonly data: EventData<Types[Type]>;
  };
}[keyof Types & string];

const idMessage = 'must be 1 to 64 of A-Z, a-z, 0-9, "_" and "-"';
const keyMessage = 'must be a text of 1 to 256 characters';
/** The last time that JavaScript can write (ECMA-262, time values). */
const lastTimeMs = 8_640_000_000_000_000;
const timeMessage = 'must be milliseconds since the epoch';

const eventSchema = z.strictObject(
  {
    type: z.custom<string>(
      isEventType,
      'must be parts of A-Z, a-z, 0-9 and "_:/-" joined by dots, such as "transfer.created"',
    ),
    data: z.unknown(),
    partnerId: z.optional(z.unknown()),
    idempotencyKey: z.optional(
      z.string(keyMessage).check(
        z.minLength(1, keyMessage),
        z.maxLength(256, keyMessage),
        z.refine((key) => key.isWellFormed(), 'must be well-formed Unicode'),
      ),
    ),
    timestamp: z.optional(
      z.int(timeMessage).check(z.minimum(0, timeMessage), z.maximum(lastTimeMs, timeMessage)),
    ),
    id: z.optional(z.string(idMessage).check(z.regex(/^[A-Za-z0-9_-]{1,64}$/, idMessage))),
  },
  'must be an object',
);

/**
 * Reads what is published.
 *
 * @throws HooklaneError `invalid_event`, `invalid_partner_id`
 */
export function parseEventInput(value: unknown): EventFields & {
  readonly type: string;
  readonly data: unknown;
} {
  const { partnerId, data, ...event } = parseInput(eventSchema, value, {
    code: 'invalid_event',
    subject: 'publishEvent event',
  });
  if (event.id !== undefined && event.idempotencyKey !== undefined) {
    throw new HooklaneError(
      'invalid_event',
      'publishEvent event must have one of id and idempotencyKey: each of them says which event it is. Received: both',
    );
  }
  return {
    ...event,
    data,
    ...(partnerId !== undefined && { partnerId: parsePartnerId(partnerId) }),
  };
}
