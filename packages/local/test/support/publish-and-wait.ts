// Run as a process of its own, to be killed: starts Hooklane on a data directory, publishes hooks to a
// URL where nobody answers, says which were accepted, and goes on trying.
import { startLocal } from '@hooklane/local';

const [dataDir, url, count] = process.argv.slice(2) as [string, string, string];
const local = await startLocal({ dataDir });
const { secret } = await local.addPartner('acme', {
  timeoutMs: 1_000,
  schedule: [500, 1_000, 1_500],
});
const outcomes = await local.publish(
  Array.from({ length: Number(count) }, (_, number) => ({
    id: `msg_${number}`,
    partnerId: 'acme',
    url,
    type: 'order.created',
    body: JSON.stringify({ number }),
  })),
);
const accepted = outcomes.flatMap((outcome) =>
  outcome.kind === 'accepted' ? [outcome.hookId] : [],
);
process.send?.({ accepted, secret });
