import { setTimeout as sleep } from 'node:timers/promises';
import type { Rollout, RoutePath } from '@hooklane/subscriptions/rollout';
import { hooksPerSecond } from './cast.ts';
import type { HookBody } from './partner-server.ts';

/** A hook that its path took. */
export interface PublishedHook {
  readonly hookId: string;
  readonly partnerId: string;
  readonly path: RoutePath;
  /** The step that was under way when it was published. */
  readonly step: number;
}

/** Hooks to all partners, at their rates, whatever else goes on. */
export interface Traffic extends AsyncDisposable {
  /** What is published from now on belongs to this step. */
  beginStep(step: number): void;
  /** Resolves with all that was published; rejects if a path did not take a hook. */
  stop(): Promise<readonly PublishedHook[]>;
}

export interface TrafficOptions {
  readonly rollout: Pick<Rollout, 'publish'>;
  readonly urlOf: (partnerId: string) => string;
}

const tickMs = 10;
/** Where the machine is slower than the rates, publishing waits instead of piling up. */
const mostUnderWay = 50;

/** Starts to publish. */
export function startTraffic(options: TrafficOptions): Traffic {
  const publishing: Promise<PublishedHook>[] = [];
  let step = 0;
  let underWay = 0;
  let isStopping = false;

  const begin = (partnerId: string): void => {
    underWay += 1;
    const hook = { hookId: `msg_${publishing.length}`, partnerId, step };
    const published = publish(hook, options).finally(() => {
      underWay -= 1;
    });
    published.catch(() => {}); // `stop` tells of it.
    publishing.push(published);
  };
  const run = async (): Promise<void> => {
    const startedAt = performance.now();
    const made = new Map<string, number>();
    while (!isStopping) {
      const seconds = (performance.now() - startedAt) / 1_000;
      for (const [partnerId, rate] of Object.entries(hooksPerSecond)) {
        const due = Math.floor(seconds * rate);
        let count = made.get(partnerId) ?? 0;
        for (; count < due && underWay < mostUnderWay; count += 1) begin(partnerId);
        made.set(partnerId, count);
      }
      await sleep(tickMs);
    }
  };
  const running = run();
  const end = (): Promise<void> => {
    isStopping = true;
    return running;
  };
  return {
    beginStep: (next) => {
      step = next;
    },
    stop: () => end().then(() => Promise.all(publishing)),
    [Symbol.asyncDispose]: () =>
      end().then(async () => void (await Promise.allSettled(publishing))),
  };
}

async function publish(
  { hookId, partnerId, step }: Omit<PublishedHook, 'path'>,
  { rollout, urlOf }: TrafficOptions,
): Promise<PublishedHook> {
  const body: HookBody = { id: hookId, publishedAt: Date.now() };
  const hook = { id: hookId, partnerId, url: urlOf(partnerId), type: 'order.placed' };
  const [outcome] = await rollout.publish([{ ...hook, body: JSON.stringify(body) }]);
  if (outcome?.kind === 'accepted') return { hookId, partnerId, path: outcome.path, step };
  throw outcome?.error ?? new Error(`Nothing is known of hook ${hookId}`);
}
