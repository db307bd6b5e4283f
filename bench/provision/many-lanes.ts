import { mapConcurrently } from '@hooklane/core';
import { createFakeClock } from '@hooklane/core/testing';
import { provisionPartner, provisionPlatform } from '@hooklane/provisioner';
import { codeOf } from '../../packages/provisioner/test/aws/strict-account.ts';
import type { Propagation } from '../../test/setup/strict-aws/account-state.ts';
import type { ServiceModels } from '../../test/setup/strict-aws/service-models.ts';
import { runOn } from '../kit/virtual-time.ts';
import { isMutating, type RecordedCall, recordCalls } from './recorded-calls.ts';
import { createStandIn } from './stand-in.ts';

/** What it took to provision many lanes. */
export interface ManyLanesFigures {
  readonly lanes: number;
  readonly concurrency: number;
  /** Virtual time. */
  readonly tookMs: number;
  readonly calls: readonly RecordedCall[];
  /** Calls that were refused as too many, those of the second time included. */
  readonly throttled: number;
  /** Calls of provisioning some of them again, and those of them that may change something. */
  readonly callsAgain: number;
  readonly mutatingAgain: number;
}

/** How {@link provisionMany} works. */
export interface ManyLanesOptions {
  readonly lanes: number;
  /** Lanes that are under way at the same time. */
  readonly concurrency: number;
  /** Lanes that are provisioned a second time. */
  readonly again: number;
  /** What a call takes. */
  readonly latencyMs: number;
  readonly propagation: Propagation;
  readonly models: ServiceModels | undefined;
  readonly onProgress: (lanes: number) => void;
}

/** Provisions lanes on the stand-in under the documented quotas, all on one virtual clock. */
export async function provisionMany(options: ManyLanesOptions): Promise<ManyLanesFigures> {
  const { lanes, concurrency, again, onProgress } = options;
  const clock = createFakeClock();
  const standIn = createStandIn({ ...options, clock, quotas: true });
  const { clients, calls } = recordCalls(standIn);
  const call = { clients, clock, random: () => 0.5 };
  const settings = { ...call, stage: 'test', code: codeOf('exports.handler = async () => 1;') };
  const ids = Array.from({ length: lanes }, (_, index) => `p${String(index).padStart(5, '0')}`);
  let done = 0;
  const provision = async (partnerId: string): Promise<void> => {
    await provisionPartner({ partnerId, compute: { kind: 'lambda' } }, settings);
    done += 1;
    if (done % 100 === 0) onProgress(done);
  };
  return await runOn(clock, async () => {
    // Only the results queue: the stand-in asks neither for the boundary of roles nor for alarms of the fleet.
    await provisionPlatform({ stage: 'test', compute: { kind: 'worker' } }, call);
    const before = calls.length;
    const startedAt = clock.now();
    await mapConcurrently(ids, concurrency, provision);
    const tookMs = clock.now() - startedAt;
    const first = calls.slice(before);
    const from = calls.length;
    await mapConcurrently(ids.slice(0, again), concurrency, provision);
    const second = calls.slice(from);
    return {
      lanes,
      concurrency,
      tookMs,
      calls: first,
      throttled: calls.filter(({ isThrottled }) => isThrottled).length,
      callsAgain: second.length,
      mutatingAgain: second.filter(isMutating).length,
    };
  });
}
