import {
  createEgressGuard,
  type EgressPolicy,
  gapAfterAttempt,
  HooklaneError,
  longestRetryAfterMs,
  type PartnerPolicy,
  parseInput,
  parsePartnerId,
  parsePartnerPolicy,
  type ResolvedPartnerPolicy,
} from '@hooklane/core';
import * as z from 'zod/mini';
import { computeSchema, type LaneCompute, type ResolvedCompute } from './lane-compute.ts';

/** A partner, as its lane is to be. */
export interface PartnerConfig {
  /** 1 to 40 of `a-z0-9_-`, starting with a letter or a digit. */
  readonly partnerId: string;
  /** What works the lane. */
  readonly compute: LaneCompute;
  /** @default the policy with all its defaults */
  readonly policy?: PartnerPolicy | undefined;
  /**
   * Days for which a hook stays in the lane when nothing works it: 1 to 13, and longer than the
   * longest wait between two attempts.
   * @default 10
   */
  readonly retentionDays?: number | undefined;
  /** Where the lane's function may send hooks. @default https on ports 443 and 8443, to public addresses */
  readonly egress?: EgressPolicy | undefined;
}

/** A {@link PartnerConfig}, checked, with the defaults filled in. */
export interface ResolvedPartner {
  readonly partnerId: string;
  readonly compute: ResolvedCompute;
  readonly policy: ResolvedPartnerPolicy;
  /** The policy as it was given: short, and what a function is told. */
  readonly givenPolicy: PartnerPolicy;
  readonly retentionDays: number;
  readonly egress: EgressPolicy | undefined;
}

const dayMs = 24 * 3_600_000;
// A dead letter keeps the time at which it was first sent, and SQS ends at 14 days: the lane must be
// shorter, or a hook that went there late would be gone at once (sqs-dead-letter-queues).
const daysMessage = 'must be an integer from 1 to 13';

const partnerSchema = z.strictObject(
  {
    partnerId: z.optional(z.unknown()),
    compute: computeSchema,
    policy: z.optional(z.unknown()),
    retentionDays: z._default(
      z.int(daysMessage).check(z.minimum(1, daysMessage), z.maximum(13, daysMessage)),
      10,
    ),
    egress: z.optional(z.unknown()),
  },
  'must be an object',
);

/**
 * Checks a partner and fills in the defaults.
 *
 * @throws HooklaneError `invalid_partner`, `invalid_partner_id`, `invalid_policy`, `invalid_options`
 */
export function parsePartner(value: unknown): ResolvedPartner {
  const given = parseInput(partnerSchema, value, { code: 'invalid_partner', subject: 'partner' });
  const egress = given.egress as EgressPolicy | undefined;
  if (egress !== undefined) createEgressGuard(egress);
  const partner: ResolvedPartner = {
    partnerId: parsePartnerId(given.partnerId),
    compute: given.compute,
    policy: parsePartnerPolicy(given.policy),
    givenPolicy: (given.policy ?? {}) as PartnerPolicy,
    retentionDays: given.retentionDays,
    egress,
  };
  checkRetention(partner);
  checkConcurrency(partner);
  return partner;
}

/** Processes that work a lane at the same time. */
export function processesOf({ compute }: Pick<ResolvedPartner, 'compute'>): number {
  return compute.kind === 'lambda' ? compute.maximumConcurrency : 1;
}

/** Functions share the concurrency of the policy, and each takes one request at the least. */
function checkConcurrency({ compute, policy }: ResolvedPartner): void {
  if (compute.kind !== 'lambda' || compute.maximumConcurrency <= policy.concurrency) return;
  throw new HooklaneError(
    'invalid_partner',
    `partner.compute.maximumConcurrency must be at most policy.concurrency, which is ${policy.concurrency}: so many functions make as many requests at the same time. Received: ${compute.maximumConcurrency}. For one request at a time take compute: { kind: 'worker' }, because SQS starts two functions at the least`,
  );
}

/** A hook that waits in its lane for longer than SQS keeps it would be lost without a trace. */
function checkRetention({ policy, retentionDays }: ResolvedPartner): void {
  const waitDays = longestWaitMs(policy) / dayMs;
  if (waitDays < retentionDays) return;
  throw new HooklaneError(
    'invalid_partner',
    `partner.retentionDays must be more than ${Number(waitDays.toFixed(2))}, the days that a hook may wait for its next attempt. Received: ${retentionDays}. Raise it, or shorten the gaps of policy.schedule`,
  );
}

function longestWaitMs({ schedule, jitter }: ResolvedPartnerPolicy): number {
  const gapsMs = schedule.map((_, index) => gapAfterAttempt(schedule, index + 1) ?? 0);
  // Where there is a next attempt, the partner may ask for it to be later.
  return gapsMs.reduce(
    (longest, gapMs) => Math.max(longest, gapMs * (1 + jitter)),
    gapsMs.length && longestRetryAfterMs,
  );
}
