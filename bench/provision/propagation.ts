import type { Propagation } from '../../test/setup/strict-aws/account-state.ts';

/** How long AWS takes to make things usable: no document says it; these are assumed. */
export const propagation: Propagation = { roleMs: 12_000, functionMs: 8_000, mappingMs: 7_000 };
