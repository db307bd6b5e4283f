import { HooklaneError, parsePartnerId, showReceived } from '@hooklane/core';
import {
  type DeliveryOptions,
  deliveryOptionNames,
  refuseUnknownOptions,
  resolveDelivery,
} from './delivery-options.ts';
import { createLane, type Lane, type LaneConfig } from './lane.ts';
import { type LanePoller, startPolling } from './lane-poller.ts';
import { createPollGate } from './poll-gate.ts';

/** The lanes of a worker, and how it works them. */
export interface WorkerOptions extends DeliveryOptions {
  /** @default none; see {@link Worker.addLane} */
  readonly lanes?: readonly LaneConfig[] | undefined;
  /**
   * Seconds that a poll waits for a first message: 0 to 20. An idle lane costs one request in this time.
   * @default 20
   */
  readonly pollSeconds?: number | undefined;
  /**
   * Polls that idle lanes have out at the same time: 1 to 4,000. With more lanes than this they take turns
   * with shorter polls, at the same cost, and learn of a hook up to `pollSeconds` later.
   * @default 1000
   */
  readonly maxPolls?: number | undefined;
}

/** How long a stop may take. */
export interface StopOptions {
  /**
   * Milliseconds for polls and POSTs under way to end by themselves.
   * @default 25000
   */
  readonly graceMs?: number;
}

/** Works any number of lanes in this process. */
export interface Worker extends AsyncDisposable {
  /** Begins to poll all lanes. Starting twice is fine. */
  start(): void;
  /**
   * Stops polling, lets what is under way end, gives back what was not begun. Stopping twice is fine;
   * a stopped worker can be started again.
   */
  stop(options?: StopOptions): Promise<void>;
  /**
   * Adds a lane, and begins to poll it if the worker runs.
   *
   * @throws HooklaneError `lane_exists`, `invalid_partner_id`, `invalid_policy`, `invalid_options`
   */
  addLane(lane: LaneConfig): void;
  /** Stops one lane and forgets it; its hooks stay in its queue. `false` when there was none. */
  removeLane(partnerId: string, options?: StopOptions): Promise<boolean>;
  /** The partners whose lanes this worker has. */
  readonly partnerIds: readonly string[];
}

interface WorkedLane {
  readonly lane: Lane;
  poller: LanePoller | undefined;
  /** Settles when the poller that was stopped last has ended. */
  ending: Promise<void>;
}

const defaultGraceMs = 25_000;
const knownOptions = ['lanes', 'pollSeconds', 'maxPolls', ...deliveryOptionNames];

/**
 * Makes a worker: the same engine as the Lambda handler, polling SQS from your own server.
 *
 * @example
 * const worker = createWorker({ lanes: [{ ...lane, policy }], secrets });
 * await runWorker(worker);
 *
 * @throws HooklaneError `invalid_options`, `invalid_partner_id`, `invalid_policy`, `lane_exists`
 */
export function createWorker(options: WorkerOptions): Worker {
  refuseUnknownOptions(options, knownOptions);
  const { lanes = [], pollSeconds = 20, maxPolls = 1_000 } = options;
  checkInteger('pollSeconds', pollSeconds, { least: 0, most: 20 });
  checkInteger('maxPolls', maxPolls, { least: 1, most: 4_000 });
  const delivery = resolveDelivery(options);
  const worked = new Map<string, WorkedLane>();
  const countLanes = (): number => worked.size;
  const gate = createPollGate({ maxPolls, pollSeconds, countLanes, random: delivery.random });
  let isRunning = false;

  const startLane = (entry: WorkedLane): void => {
    entry.poller ??= startPolling(entry.lane, gate);
  };
  const stopLane = (entry: WorkedLane, graceMs: number): Promise<void> => {
    if (entry.poller !== undefined) entry.ending = entry.poller.stop(graceMs);
    entry.poller = undefined;
    return entry.ending;
  };

  const worker: Worker = {
    start: () => {
      isRunning = true;
      for (const entry of worked.values()) startLane(entry);
    },
    stop: async ({ graceMs = defaultGraceMs } = {}) => {
      isRunning = false;
      await Promise.all([...worked.values()].map((entry) => stopLane(entry, graceMs)));
      if (options.transport === undefined && !isRunning) delivery.transport.close();
    },
    addLane: (config) => {
      const lane = createLane(config, delivery);
      if (worked.has(lane.partnerId)) {
        throw new HooklaneError(
          'lane_exists',
          `This worker already has the lane of partner ${lane.partnerId}. Remove it first`,
        );
      }
      const entry: WorkedLane = { lane, poller: undefined, ending: Promise.resolve() };
      worked.set(lane.partnerId, entry);
      if (isRunning) startLane(entry);
    },
    removeLane: async (partnerId, { graceMs = defaultGraceMs } = {}) => {
      const entry = worked.get(parsePartnerId(partnerId));
      if (entry === undefined) return false;
      worked.delete(partnerId);
      await stopLane(entry, graceMs);
      return true;
    },
    get partnerIds() {
      return [...worked.keys()];
    },
    [Symbol.asyncDispose]: () => worker.stop(),
  };
  for (const lane of lanes) worker.addLane(lane);
  return worker;
}

function checkInteger(
  name: string,
  value: unknown,
  { least, most }: { readonly least: number; readonly most: number },
): void {
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return;
  throw new HooklaneError(
    'invalid_options',
    `Worker options: ${name} must be an integer from ${least} to ${most}. Received: ${showReceived(value)}`,
  );
}
