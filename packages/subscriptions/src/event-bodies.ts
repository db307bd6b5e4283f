import type { SubscriptionStore } from './subscription-store.ts';

/** Gives the body of an event; `undefined` once its retention has ended. */
export type BodyOf = (eventId: string) => Promise<string | undefined>;

/** Reads bodies of events, each once. Make one for each piece of work: a body may have a mebibyte. */
export function createEventBodies(store: SubscriptionStore): BodyOf {
  const known = new Map<string, Promise<string | undefined>>();
  return (eventId) => {
    const read = known.get(eventId) ?? store.getEvent(eventId).then((event) => event?.body);
    known.set(eventId, read);
    return read;
  };
}
