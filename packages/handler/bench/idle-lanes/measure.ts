import { silentLogger } from '@hooklane/core';
import { createFakeClock } from '@hooklane/core/testing';
import type { SqsClient } from '@hooklane/queue';
import { createWorker } from '../../src/index.ts';

// A queue in which nothing is: each poll is answered with nothing when its time is over.
const lanes = Number(process.argv[2]);
const clock = createFakeClock();
let polls = 0;
let out = 0;
let most = 0;
const sqs = {
  send: async ({ input }: { input: { WaitTimeSeconds?: number } }) => {
    polls += 1;
    out += 1;
    most = Math.max(most, out);
    await clock.sleep((input.WaitTimeSeconds ?? 0) * 1_000);
    out -= 1;
    return {};
  },
} as unknown as SqsClient;
const heapNow = (): number => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const worker = createWorker({
  secrets: { getSecrets: async () => [] },
  clients: { sqs },
  clock,
  logger: silentLogger,
  tracing: false,
});
const before = heapNow();
for (let lane = 0; lane < lanes; lane += 1) {
  const queueUrl = `https://sqs.eu-west-1.amazonaws.com/123456789012/hooklane-prod-p${lane}`;
  worker.addLane({ partnerId: `p${lane}`, queueUrl, deadLetterQueueUrl: `${queueUrl}-dlq` });
}
worker.start();
await clock.advance(20_000);
const after = heapNow();
const pollsBefore = polls;
const cpuBefore = process.cpuUsage();
await clock.advance(60_000);
const { user, system } = process.cpuUsage(cpuBefore);
const pollsInMinute = polls - pollsBefore;
console.log(
  JSON.stringify({
    'KB a lane': Math.round((after - before) / lanes / 102.4) / 10,
    'polls a second': Math.round(pollsInMinute / 6) / 10,
    'polls out at most': most,
    'CPU µs a poll': Math.round((user + system) / pollsInMinute),
  }),
);
