/** What all contestants are given to do. */
export const traffic = {
  partners: 10,
  /** To all partners together, the hanging one too. */
  hooksPerSecond: 100,
  seconds: 60,
  warmUpSeconds: 4,
  /** How long the last partner takes to answer. */
  hangMs: 5_000,
  /** Requests at the same time, to all partners together. */
  consumers: 10,
  /** About 1 KB a hook. */
  padding: 'x'.repeat(900),
} as const;

/** The place of the partner that hangs, among all. */
export const hangingPartner = traffic.partners - 1;

/** Names of partners; also of their lanes. */
export const partnerIds: readonly string[] = Array.from(
  { length: traffic.partners },
  (_, index) => `partner-${index}`,
);

/** How hooks get to partners. */
export type Kind =
  /** One queue for all, with all consumers. */
  | 'shared'
  /** A lane with one consumer for each. */
  | 'lanes'
  /** The same, and nothing for the hanging partner. */
  | 'alone';
