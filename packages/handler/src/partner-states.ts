import type { Clock, Logger, PartnerState } from '@hooklane/core';

/** Tells whether a partner is active, disabled or deleted. */
export type PartnerStateOf = (partnerId: string) => Promise<PartnerState>;

/** The states of partners, asked for as seldom as may be. */
export interface PartnerStates {
  /** The state; the one known last when it cannot be had, `disabled` when none is known. */
  of(partnerId: string): Promise<PartnerState>;
}

interface Known {
  readonly state: PartnerState | undefined;
  /** Milliseconds since the epoch. */
  readonly staleAt: number;
}

/** A partner that is disabled gets at most so much longer its hooks. */
const freshMs = 30_000;
const failureMs = 5_000;

/** Caches the states of partners for half a minute. */
export function createPartnerStates(
  stateOf: PartnerStateOf,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): PartnerStates {
  const states = new Map<string, Known>();
  return {
    of: async (partnerId) => {
      const known = states.get(partnerId);
      if (known !== undefined && clock.now() < known.staleAt) return known.state ?? 'disabled';
      try {
        const state = await stateOf(partnerId);
        states.set(partnerId, { state, staleAt: clock.now() + freshMs });
        return state;
      } catch (error) {
        const message = 'Cannot learn whether the partner is active';
        logger.error({ message, partnerId, code: error instanceof Error ? error.name : 'unknown' });
        states.set(partnerId, { state: known?.state, staleAt: clock.now() + failureMs });
        return known?.state ?? 'disabled';
      }
    },
  };
}
