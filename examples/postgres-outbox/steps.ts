/** The points at which the host may be killed: between any two of them something has changed for good, or may have. */
export const steps = [
  /** The order and its event are written, and not committed. */
  'order_written',
  /** The relay has locked rows of the outbox. */
  'claimed',
  /** The event and its hooks are in the store of subscriptions, and not in their lanes. */
  'event_stored',
  /** SQS has the hooks, and nobody has written that down. */
  'hooks_sent',
  /** The event is published, and the outbox does not say so. */
  'published',
  /** The outbox says so, and is not committed. */
  'marked',
  /** It is. */
  'relayed',
] as const;

/** One of {@link steps}. */
export type Step = (typeof steps)[number];

/** Called at each step; what it waits for holds up whoever took the step. */
export type OnStep = (step: Step) => Promise<void>;
