import type { Rollout } from '@hooklane/subscriptions/rollout';
import { firstPartner } from './cast.ts';

/** One step of the migration. */
export interface Step {
  readonly name: string;
  /** When it resolves, no process decides by the route before. */
  readonly move: (rollout: Rollout) => Promise<unknown>;
}

/** From the old path to the new one, and back once. Each step is looked at before the next. */
export const steps: readonly Step[] = [
  { name: 'all on the old path', move: async () => {} },
  {
    name: `${firstPartner} alone moves`,
    move: (rollout) => rollout.move(firstPartner, 'hooklane'),
  },
  { name: `${firstPartner} goes back`, move: (rollout) => rollout.move(firstPartner, 'legacy') },
  { name: `${firstPartner} again`, move: (rollout) => rollout.move(firstPartner, 'hooklane') },
  { name: 'first wave', move: (rollout) => rollout.moveBatch(1) },
  { name: 'second wave', move: (rollout) => rollout.moveBatch(2) },
  { name: 'all', move: (rollout) => rollout.moveBatch(3) },
];
