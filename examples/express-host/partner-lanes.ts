import type { Worker } from '@hooklane/handler';
import { type ProvisionerOptions, provisionPartner } from '@hooklane/provisioner';
import type { PartnerLanes } from '@hooklane/subscriptions';
import type { PartnerRegistry } from './partner-registry.ts';

export interface PartnerLanesOptions {
  readonly registry: Pick<PartnerRegistry, 'policyOf'>;
  readonly worker: Worker;
  readonly provisioning: ProvisionerOptions;
}

/**
 * Lets the lanes of this process follow the subscriptions: a lane is worked while one of its partner is active. What is in
 * a lane that is not worked waits there.
 */
export function createPartnerLanes({
  registry,
  worker,
  provisioning,
}: PartnerLanesOptions): PartnerLanes {
  const work = async (partnerId: string): Promise<void> => {
    if (worker.partnerIds.includes(partnerId)) return;
    const policy = registry.policyOf(partnerId);
    // Safe to run again: a lane that is there is found.
    const { queueUrl, deadLetterQueueUrl } = await provisionPartner(
      { partnerId, compute: { kind: 'worker' }, policy },
      provisioning,
    );
    // Another call may have been quicker.
    if (worker.partnerIds.includes(partnerId)) return;
    worker.addLane({ partnerId, queueUrl, deadLetterQueueUrl, policy });
  };
  return {
    provision: work,
    resume: work,
    pause: async (partnerId) => {
      await worker.removeLane(partnerId);
    },
  };
}
