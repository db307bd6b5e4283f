import type { HookInput } from '@hooklane/core';

/** A hook that has its id, on whichever path it goes. */
export interface RolloutHook extends HookInput {
  readonly id: string;
}
