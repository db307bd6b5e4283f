import { applyTasks } from './apply.ts';
import type { CallContext } from './call-context.ts';
import type { Owner } from './ownership.ts';
import { planTasks } from './plan.ts';
import type { Found, Resource, Wanted } from './resource.ts';

/** Reads resources, side by side, and brings them to where they are to be, one after the other. */
export async function converge(
  owner: Owner,
  wanted: readonly Wanted[],
  context: CallContext,
): Promise<void> {
  const found = new Map<Resource, Found>();
  await Promise.all(
    wanted.map(async ({ resource }) => {
      const one = await resource.read();
      if (one !== undefined) found.set(resource, one);
    }),
  );
  await applyTasks(owner, planTasks(owner, wanted, found), context);
}
