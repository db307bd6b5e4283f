import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { silentLogger } from '@hooklane/core';
import { createFakeClock, type FakeClock } from '@hooklane/core/testing';
import { createWorker, type Transport } from '@hooklane/handler';
import { type PublishHooksOptions, publishHooks } from '@hooklane/queue';
import { createMemorySqs } from '@hooklane/queue/testing';
import { hangingPartner, partnerIds, traffic } from './traffic.ts';

/** Longer than the backlog of a minute takes. */
const longestMinutes = 10;
const healthyMs = 1;

/**
 * How long the hooks of the same minute take through one shared queue until the last has arrived: the same worker on an
 * SQS in memory and a virtual clock, since nobody would wait for it. Gives the milliseconds of each hook to a healthy partner.
 */
export async function drainShared(): Promise<readonly number[]> {
  const clock = createFakeClock();
  const sqs = createMemorySqs({ clock });
  const { QueueUrl: queueUrl = '' } = await sqs.send(
    new CreateQueueCommand({ QueueName: 'shared' }),
  );
  const delaysMs: number[] = [];
  const worker = createWorker({
    lanes: [
      {
        partnerId: 'shared',
        queueUrl,
        deadLetterQueueUrl: `${queueUrl}-dead`,
        policy: { concurrency: traffic.consumers },
      },
    ],
    secrets: { getSecrets: async () => ['whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'] },
    clients: { sqs },
    clock,
    transport: createPartners(clock, (delayMs) => void delaysMs.push(delayMs)),
    tracing: false,
    logger: silentLogger,
  });
  worker.start();
  const hooks = traffic.seconds * traffic.hooksPerSecond;
  const expected = hooks - hooks / traffic.partners;
  const options = { clock, clients: { sqs }, lanes: { queueUrl: async () => queueUrl } };
  for (let number = 0; number < hooks; number += 1) {
    await publishOne(number, options);
    await clock.advance(1_000 / traffic.hooksPerSecond);
  }
  for (let second = 0; second < longestMinutes * 60 && delaysMs.length < expected; second += 1) {
    await clock.advance(1_000);
  }
  if (delaysMs.length !== expected) throw new Error(`${delaysMs.length} of ${expected} arrived`);
  const stopped = worker.stop({ graceMs: 0 });
  await clock.advance(60_000);
  await stopped;
  return delaysMs;
}

function createPartners(clock: FakeClock, onHealthy: (delayMs: number) => void): Transport {
  return {
    post: async ({ url, body }) => {
      const isHanging = url.hostname.startsWith(`${partnerIds[hangingPartner]}.`);
      const { publishedAt } = JSON.parse(body.toString()) as { readonly publishedAt: number };
      if (!isHanging) onHealthy(clock.now() - publishedAt);
      await clock.sleep(isHanging ? traffic.hangMs : healthyMs);
      return { kind: 'answered', status: 200, snippet: '' };
    },
    close: () => {},
  };
}

async function publishOne(number: number, options: PublishHooksOptions): Promise<void> {
  const partnerId = partnerIds[number % traffic.partners] ?? '';
  const body = JSON.stringify({ publishedAt: options.clock?.now() });
  const url = `https://${partnerId}.example/hooks`;
  const [outcome] = await publishHooks([{ partnerId, url, type: 'order.created', body }], options);
  if (outcome?.kind !== 'accepted') throw outcome?.error ?? new Error('A hook was not answered');
}
