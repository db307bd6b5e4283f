import type { HookInput } from '@hooklane/core';
import { publishHooks } from '@hooklane/queue';
import { createSqsClient } from '../../kit/sqs-client.ts';
import type { CreatePublisher } from '../setting.ts';

/** `publishHooks`: checks each hook, encodes it, cuts batches, reads what became of each entry. */
export const createPublisher: CreatePublisher = ({ sqsEndpoint, queueUrl }) => {
  const sqs = createSqsClient(sqsEndpoint);
  const lanes = { queueUrl: async () => queueUrl };
  let hooks: readonly HookInput[] = [];
  return {
    prepare: (given) => {
      hooks = given;
    },
    publish: async () => {
      const outcomes = await publishHooks(hooks, { lanes, clients: { sqs } });
      if (outcomes.some(({ kind }) => kind !== 'accepted')) throw new Error('A hook was refused');
    },
  };
};
