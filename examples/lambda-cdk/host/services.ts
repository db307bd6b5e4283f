import type { PartnerPolicy } from '@hooklane/core';
import type { Subscriptions } from '@hooklane/subscriptions';

/** What the handlers work with: on AWS that of `aws-services.ts`, on one machine that of `local/start-host.ts`. */
export interface Services {
  readonly subscriptions: Subscriptions;
  /** Makes the lane of a partner, or changes its policy; it may be there a minute later only. */
  provision(partnerId: string, policy: PartnerPolicy | undefined): Promise<void>;
}
