import { HooklaneError, showReceived } from '@hooklane/core';

/** Partners that move together. */
export interface PartnerBatch {
  readonly partnerIds: readonly string[];
  /** What they have together, in the unit of the volumes. */
  readonly volume: number;
  /** Of the volume of all partners, from 0 to 1. */
  readonly share: number;
}

/**
 * Plans batches of partners by their volume, such as hooks a day, the smallest first: the first batch has at most the
 * first of `shares` of the whole volume (0.01 is a hundredth), and so on; the last share holds for all further
 * batches. A share that the next partner alone is more than gives no batch, but for the last: there that partner makes
 * a batch of its own. The same input gives the same batches: plan once and keep the plan, since volumes change.
 *
 * @throws HooklaneError `invalid_options`
 */
export function planBatches(
  volumes: Readonly<Record<string, number>>,
  shares: readonly number[],
): readonly PartnerBatch[] {
  check(volumes, shares);
  const partners = Object.entries(volumes).toSorted(byVolume);
  const whole = partners.reduce((sum, [, volume]) => sum + volume, 0);
  const batches: PartnerBatch[] = [];
  let at = 0;
  for (let turn = 0; at < partners.length; turn += 1) {
    const isLastShare = turn >= shares.length - 1;
    const most = (shares[Math.min(turn, shares.length - 1)] as number) * whole;
    let end = at;
    let volume = 0;
    for (; end < partners.length; end += 1) {
      const next = volume + (partners[end] as Partner)[1];
      // Sums of shares such as 0.1 are off by a rounding error.
      const isTooMuch = next > most + whole * 1e-9;
      if (isTooMuch && !(isLastShare && end === at)) break;
      volume = next;
    }
    if (end > at) {
      const partnerIds = partners.slice(at, end).map(([partnerId]) => partnerId);
      batches.push({ partnerIds, volume, share: whole === 0 ? 0 : volume / whole });
    }
    at = end;
  }
  return batches;
}

type Partner = readonly [partnerId: string, volume: number];

/** By id among equals, so that the order does not depend on that of the input. */
function byVolume([oneId, one]: Partner, [otherId, other]: Partner): number {
  return one - other || (oneId < otherId ? -1 : 1);
}

function check(volumes: Readonly<Record<string, number>>, shares: readonly number[]): void {
  for (const [partnerId, volume] of Object.entries(volumes)) {
    if (Number.isFinite(volume) && volume >= 0) continue;
    throw invalid(`the volume of ${partnerId} must be a number from 0`, volume);
  }
  if (!Array.isArray(shares) || shares.length === 0) {
    throw invalid('shares must be an array of one number at least', shares);
  }
  const wrong = shares.find((share) => !(share > 0 && share <= 1));
  if (wrong !== undefined) throw invalid('shares must be more than 0 and at most 1', wrong);
}

function invalid(what: string, received: unknown): HooklaneError<'invalid_options'> {
  return new HooklaneError(
    'invalid_options',
    `planBatches: ${what}. Received: ${showReceived(received)}`,
  );
}
