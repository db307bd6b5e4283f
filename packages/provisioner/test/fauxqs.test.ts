import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  deletePartner,
  listPartners,
  planPartner,
  provisionPartner,
  provisionPlatform,
} from '../src/index.ts';
import { makeQueue, sendMessage, snapshotQueue } from './account-under-test.ts';

const partner = { partnerId: 'acme', compute: { kind: 'worker' } } as const;

describe('on an SQS server, with the client of the SDK', () => {
  let server: FauxqsServer;
  let sqs: SQSClient;

  beforeAll(async () => {
    server = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false });
    sqs = clientOf(server);
  });

  afterAll(async () => {
    sqs.destroy();
    await server.stop();
  });

  it('provisions, converges, changes, lists and deletes', async () => {
    const options = { stage: 'http', clients: { sqs } };
    const platform = await provisionPlatform(
      { stage: 'http', compute: { kind: 'worker' } },
      { clients: { sqs } },
    );
    expect(platform.resultsQueueArn).toMatch(/:hooklane-http-results$/);

    const lane = await provisionPartner(partner, options);
    expect(await snapshotQueue('hooklane-http-acme', sqs)).toMatchObject({
      attributes: {
        QueueArn: lane.queueArn,
        VisibilityTimeout: '150',
        MessageRetentionPeriod: '864000',
        SqsManagedSseEnabled: 'true',
      },
      tags: { 'hooklane:stage': 'http', 'hooklane:partner': 'acme' },
    });
    expect(await kinds(options)).toEqual(['keep', 'keep', 'keep']);

    const changed = { ...partner, policy: { concurrency: 1 } };
    expect(await provisionPartner(changed, options)).toEqual(lane);
    const { attributes } = await snapshotQueue('hooklane-http-acme', sqs);
    expect(attributes).toMatchObject({ VisibilityTimeout: '960' });

    expect(await listPartners(options)).toEqual([lane]);
    await sendMessage(sqs, 'hooklane-http-acme');
    await expect(deletePartner('acme', options)).rejects.toMatchObject({ code: 'lane_not_empty' });
    await deletePartner('acme', { ...options, force: true });
    await deletePartner('acme', { ...options, recountMs: 0 });
    expect(await listPartners(options)).toEqual([]);
  });

  it('refuses a queue that is not its own', async () => {
    await provisionPlatform(
      { stage: 'foreign', compute: { kind: 'worker' } },
      { clients: { sqs } },
    );
    await makeQueue(sqs, 'hooklane-foreign-acme');
    await expect(
      provisionPartner(partner, { stage: 'foreign', clients: { sqs } }),
    ).rejects.toMatchObject({ code: 'lane_conflict' });
  });

  async function kinds(options: Parameters<typeof planPartner>[1]): Promise<readonly string[]> {
    return (await planPartner(partner, options)).steps.map(({ kind }) => kind);
  }
});

it('finds its lanes again on a server that came back on another port', async () => {
  const dataDir = join(tmpdir(), `hooklane-provisioner-${randomUUID()}`);
  const options = { stage: 'http' };
  const first = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false, dataDir });
  const before = clientOf(first);
  const platform = { stage: 'http', compute: { kind: 'worker' } } as const;
  await provisionPlatform(platform, { clients: { sqs: before } });
  const lane = await provisionPartner(partner, { ...options, clients: { sqs: before } });
  before.destroy();
  await first.stop();

  const second = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false, dataDir });
  const after = clientOf(second);
  try {
    const clients = { sqs: after };
    const { steps } = await planPartner(partner, { ...options, clients });
    expect(steps.every(({ kind }) => kind === 'keep')).toBe(true);
    const found = await listPartners({ ...options, clients });
    expect(found.map(({ queueArn }) => queueArn)).toEqual([lane.queueArn]);
    await deletePartner('acme', { ...options, clients, recountMs: 0 });
  } finally {
    after.destroy();
    await second.stop();
  }
});

function clientOf(server: FauxqsServer): SQSClient {
  return new SQSClient({
    endpoint: server.address,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    // Queue URLs keep the port with which they were made.
    useQueueUrlAsEndpoint: false,
  });
}
