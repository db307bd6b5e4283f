import {
  createMemoryDedupeStore,
  createNodeTransport,
  createWorker,
  type DeliveryOptions,
  type LaneConfig,
  type Worker,
} from '@hooklane/handler';

/**
 * Works lanes, each by a worker of its own: a worker keeps the secrets of its partner for five minutes, and
 * one that is made anew signs with those of now.
 */
export interface LaneWorkers {
  /** Works a lane as it is configured now; one that was worked already is stopped first. */
  work(lane: LaneConfig): Promise<void>;
  /** Stops to work a lane, once its POSTs under way have ended. */
  rest(partnerId: string): Promise<void>;
  /** Stops all, for good. */
  stop(options: { readonly graceMs?: number }): Promise<void>;
}

export interface LaneWorkersOptions extends DeliveryOptions {
  /** Seconds that a poll waits for a first message. */
  readonly pollSeconds: number;
}

export function createLaneWorkers(options: LaneWorkersOptions): LaneWorkers {
  const { egress } = options;
  const shared = {
    ...options,
    transport: createNodeTransport(egress === undefined ? {} : { egress }),
    // What one worker delivered, the next one knows.
    dedupe: createMemoryDedupeStore(),
  };
  const workers = new Map<string, Worker>();
  const rest = async (partnerId: string): Promise<void> => {
    const worker = workers.get(partnerId);
    workers.delete(partnerId);
    await worker?.stop();
  };
  return {
    work: async (lane) => {
      await rest(lane.partnerId);
      const worker = createWorker({ ...shared, lanes: [lane] });
      workers.set(lane.partnerId, worker);
      worker.start();
    },
    rest,
    stop: async (stopping) => {
      await Promise.all([...workers.values()].map((worker) => worker.stop(stopping)));
      workers.clear();
      shared.transport.close();
    },
  };
}
