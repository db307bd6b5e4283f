// Run as a process of its own, to be signalled: the embedded queue, one lane with a concurrency of one, and a
// worker that runs until a signal.
import { createWorker, runWorker } from '@hooklane/handler';
import { provisionPartner, provisionPlatform } from '@hooklane/provisioner';
import { publishHooks } from '@hooklane/queue';
import { startEmbeddedSqs } from '@hooklane/queue/embedded';

const [dataDir = '', url = '', secret = ''] = process.argv.slice(2);
const sqs = await startEmbeddedSqs({ dataDir });
const clients = { sqs: sqs.client };
const policy = { concurrency: 1, timeoutMs: 30_000 } as const;
await provisionPlatform(
  { stage: 'local', compute: { kind: 'worker' } },
  { clients: { sqs: sqs.client } },
);
const lane = await provisionPartner(
  { partnerId: 'acme', compute: { kind: 'worker' }, policy },
  { stage: 'local', clients },
);
const egress = { allowHttp: true, ports: 'any', allowPrivateAddresses: true } as const;
const outcomes = await publishHooks(
  Array.from({ length: 5 }, (_, index) => ({
    id: `msg_${index}`,
    partnerId: 'acme',
    url,
    type: 'order.created',
    body: '{}',
  })),
  { lanes: { queueUrl: async () => lane.queueUrl }, clients, egress },
);
process.send?.(outcomes.filter(({ kind }) => kind === 'accepted').length);
const signal = await runWorker(
  createWorker({
    lanes: [{ ...lane, policy }],
    secrets: { getSecrets: async () => [secret] },
    egress,
    clients,
    pollSeconds: 1,
  }),
);
await sqs.stop();
process.send?.(signal);
process.disconnect?.();
