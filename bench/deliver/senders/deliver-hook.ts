import type { Hook } from '@hooklane/core';
import { deliverHook } from '@hooklane/handler';
import { egress, makeHooks } from '../hooks.ts';
import { inParallel } from '../in-parallel.ts';
import { type CreateSender, secret } from '../setting.ts';

const secrets = { getSecrets: async () => [secret] };

/** One attempt: signs, judges where it goes, POSTs, reads the answer, classifies. */
export const createSender: CreateSender = ({ partnerUrl }, path) => {
  let hooks: readonly Hook[] = [];
  return {
    // The same each round, so that none of the work of making them is left to be cleared away meanwhile.
    prepare: (count) => {
      if (hooks.length !== count) hooks = makeHooks(count, `${partnerUrl}${path}`);
    },
    send: (count) =>
      inParallel(count, async (index) => {
        const { outcome } = await deliverHook(hooks[index] as Hook, { secrets, egress });
        if (outcome.kind !== 'delivered') throw new Error(`Not delivered: ${outcome.kind}`);
      }),
  };
};
