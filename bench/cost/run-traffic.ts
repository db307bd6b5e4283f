import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { encodeHook } from '@hooklane/core';
import { buildHook } from '@hooklane/core/testing';
import { runOn } from '../kit/virtual-time.ts';
import { type BilledLane, openLane, type Partner } from './billed-lane.ts';
import type { Design } from './design.ts';
import { pollLane, takeResults } from './loops.ts';
import type { Usage } from './prices.ts';

/** What is published, and how. */
export interface Traffic {
  readonly name: string;
  readonly hooks: number;
  /** In one request of the host. */
  readonly perPublish: number;
  /** From one such request to the next. */
  readonly everyMs: number;
  readonly bodyBytes: number;
  /** POSTs of a hook until it is over. */
  readonly attempts: number;
}

/** What some traffic takes. */
export interface TrafficRun {
  readonly design: string;
  readonly traffic: Traffic;
  readonly usage: Usage;
  readonly requests: Readonly<Record<string, number>>;
}

const checkEveryMs = 10_000;

/**
 * Publishes, delivers, and takes the results, until nothing is left.
 *
 * @throws Error when a hook was not attempted as often as it should, or a result is missing
 */
export async function runTraffic(
  design: Design,
  { traffic, partner }: { readonly traffic: Traffic; readonly partner: Partner },
): Promise<TrafficRun> {
  const lane = await openLane(design, partner);
  return runOn(lane.clock, async () => {
    pollLane(lane);
    const results = takeResults(lane);
    await publish(lane, traffic);
    while (left(lane, 'lane') + left(lane, 'results') > 0) await lane.clock.sleep(checkEveryMs);
    const wanted = traffic.hooks * traffic.attempts;
    if (lane.posts !== wanted || results.count !== wanted) {
      throw new Error(
        `${design.name}, ${traffic.name}: ${lane.posts} POSTs and ${results.count} results instead of ${wanted}`,
      );
    }
    const { usage, sqs } = lane;
    return { design: design.name, traffic, usage, requests: { ...sqs.requests } };
  });
}

async function publish({ clock, sqs, queueUrl }: BilledLane, traffic: Traffic): Promise<void> {
  const { hooks, perPublish, everyMs, bodyBytes } = traffic;
  const body = JSON.stringify({ type: 'invoice.paid', note: 'x'.repeat(bodyBytes - 34) });
  const began = clock.now();
  for (let from = 0; from < hooks; from += perPublish) {
    const size = Math.min(perPublish, hooks - from);
    const Entries = Array.from({ length: size }, (_, index) => ({
      Id: String(index),
      MessageBody: encodeHook(
        buildHook({ id: `msg_${from + index}`, body, createdAt: clock.now() }),
      ),
    }));
    await sqs.client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    const next = began + (from / perPublish + 1) * everyMs;
    await clock.sleep(Math.max(0, next - clock.now()));
  }
}

function left({ memory }: BilledLane, queue: string): number {
  return memory.inspect(queue).length;
}
