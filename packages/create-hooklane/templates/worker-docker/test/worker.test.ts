import { createLaneDirectory, publishHooks } from '@hooklane/queue';
import { type EmbeddedSqs, startEmbeddedSqs } from '@hooklane/queue/embedded';
import { generateSecret } from '@hooklane/signature';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createLaneWorker } from '../src/create-lane-worker.ts';
import { startDemoPartner } from '../src/demo-partner.ts';

let sqs: EmbeddedSqs;

beforeAll(async () => {
  sqs = await startEmbeddedSqs();
});

afterAll(() => sqs.stop());

it('makes the lanes of all partners, and delivers what comes into them', async () => {
  const stage = 'test';
  const clients = { sqs: sqs.client };
  const egress = { allowHttp: true, ports: 'any', allowPrivateAddresses: true } as const;
  const secret = generateSecret();
  const secrets = { getSecrets: async () => [secret] };
  const delivery = { clients, egress, secrets, pollSeconds: 1 };
  const { worker } = await createLaneWorker({ stage, ...delivery });
  const partner = await startDemoPartner(secret);
  worker.start();

  const lanes = createLaneDirectory({ stage, clients });
  const hook = { partnerId: 'globex', url: partner.url, type: 'ping', body: '{"type":"ping"}' };
  await publishHooks([hook], { lanes, clients, egress });

  expect(await partner.firstHook).toMatchObject({ type: 'ping' });
  await worker.stop();
  partner.close();
});
