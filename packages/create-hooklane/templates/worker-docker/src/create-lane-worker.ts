import { createWorker, type Worker, type WorkerOptions } from '@hooklane/handler';
import { provisionPartner, provisionPlatform } from '@hooklane/provisioner';
import { partners } from './partners.ts';

/** As for `createWorker`, without what is found out here. */
export interface LaneWorkerOptions extends Omit<WorkerOptions, 'lanes' | 'resultsQueueUrl'> {
  readonly stage: string;
}

/** Makes the queues of the stage and of its partners, where they are not there, and a worker for all lanes. */
export async function createLaneWorker({ stage, ...options }: LaneWorkerOptions): Promise<{
  readonly worker: Worker;
  readonly resultsQueueUrl: string;
}> {
  const { clients } = options;
  const compute = { kind: 'worker' } as const;
  const { resultsQueueUrl } = await provisionPlatform({ stage, compute }, { clients });
  const lanes = await Promise.all(
    partners.map(async ({ partnerId, policy }) => {
      const partner = { partnerId, policy, compute };
      const { queueUrl, deadLetterQueueUrl } = await provisionPartner(partner, { stage, clients });
      return { partnerId, policy, queueUrl, deadLetterQueueUrl };
    }),
  );
  return { worker: createWorker({ ...options, lanes, resultsQueueUrl }), resultsQueueUrl };
}
