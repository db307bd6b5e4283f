import { join } from 'node:path';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { EgressPolicy, PartnerPolicy } from '@hooklane/core';
import { startEmbeddedSqs } from '@hooklane/queue/embedded';

/** All that differs between this machine and AWS. */
export interface HostConfig {
  readonly host: string;
  readonly port: number;
  /** Part of the names of all queues. */
  readonly stage: string;
  /** Folder of the databases of the host: partners with their secrets, subscriptions with their hooks. */
  readonly dataDir: string;
  readonly openSqs: () => Promise<OpenSqs>;
  /** Seconds that a poll waits for hooks or results; a stop waits for the polls under way. */
  readonly pollSeconds: number;
  /** Where hooks may go. @default https on 443 and 8443, to public addresses */
  readonly egress?: EgressPolicy | undefined;
  /** Of every lane, unless a partner has something else. */
  readonly policy: PartnerPolicy;
  /** `false` where SQS is one's own and has none. @default those of AWS */
  readonly quotas?: false | undefined;
}

/** A connection to SQS. */
export interface OpenSqs {
  readonly client: SQSClient;
  readonly close: () => Promise<void>;
}

/** SQS in this process, partners on this machine, and gaps between attempts that can be watched. */
export function localConfig({
  dataDir,
  port = 0,
}: {
  readonly dataDir: string;
  readonly port?: number;
}): HostConfig {
  return {
    host: '127.0.0.1',
    port,
    stage: 'local',
    dataDir,
    openSqs: async () => {
      const { client, stop } = await startEmbeddedSqs({ dataDir: join(dataDir, 'queues') });
      return { client, close: stop };
    },
    pollSeconds: 1,
    egress: { allowHttp: true, ports: 'any', allowPrivateAddresses: true },
    policy: { schedule: [1_500, 10_000, 60_000], jitter: 0 },
    quotas: false,
  };
}

/** SQS on AWS, with region and credentials from the environment, as the SDK finds them. */
export function awsConfig(env: NodeJS.ProcessEnv, stage: string): HostConfig {
  return {
    // The API asks nobody who they are: open it to others together with your authentication.
    host: env['HOST'] ?? '127.0.0.1',
    port: Number(env['PORT'] ?? 3000),
    stage,
    dataDir: env['DATA_DIR'] ?? 'data',
    openSqs: async () => {
      // Every lane keeps a socket for its poll: the SDK's default of 50 would starve the others.
      const client = new SQSClient({ requestHandler: { httpsAgent: { maxSockets: 2_000 } } });
      return { client, close: async () => client.destroy() };
    },
    pollSeconds: 20,
    policy: {},
  };
}
