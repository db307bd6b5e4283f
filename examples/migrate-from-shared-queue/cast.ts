/** Hooks a second of each partner. */
export const hooksPerSecond: Readonly<Record<string, number>> = {
  acme: 4,
  bakery: 2,
  cinema: 2,
  dentist: 3,
  florist: 3,
  garage: 6,
  harbour: 6,
  tortoise: 14,
};

/** Takes long for each request. All others answer at once. */
export const slowPartner = 'tortoise';

/** Goes first, alone, and once back. */
export const firstPartner = 'acme';

/** Of the volume of all: what the first wave may have at most, the second, and all others. */
export const waveShares: readonly number[] = [0.2, 0.5, 1];
