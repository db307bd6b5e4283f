import { resolve } from 'node:path';
import type { EgressPolicy, Environment } from '@hooklane/core';
import type { ProvisionerOptions } from '@hooklane/provisioner';
import type { AwsClients } from './aws-clients.ts';
import type { DevConnection } from './dev/dev-connection.ts';

/** Where a command's lanes are. */
export interface Target {
  readonly stage: string;
  /** The stage `local` is the one of `hooklane dev`; all others are on AWS, or at `--endpoint`. */
  readonly isLocal: boolean;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  /** Where `hooklane dev` keeps its data. */
  readonly dataDir: string;
  /** Where hooks may go: anywhere from `hooklane dev`, and else as lanes have it by default. */
  readonly egress: EgressPolicy | undefined;
  /** Clients of AWS, made at the first call. */
  clients(): Promise<AwsClients>;
  /** What every function of `@hooklane/provisioner` takes. */
  provisioning(): Promise<ProvisionerOptions>;
  /**
   * The `hooklane dev` that runs on `dataDir`.
   *
   * @throws CliError when there is none
   */
  dev(): Promise<DevConnection>;
}

export interface TargetOptions {
  readonly stage: string;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly dataDir: string;
  readonly directory: string;
  readonly env: Environment;
  readonly signal: AbortSignal;
}

export const localStage = 'local';

/** Finds the target of a command; connects to nothing yet. */
export function createTarget(options: TargetOptions): Target {
  const { stage, region, endpoint, env, signal } = options;
  const isLocal = stage === localStage && endpoint === undefined;
  const dataDir = resolve(options.directory, options.dataDir);
  let clients: Promise<AwsClients> | undefined;
  const dev = async (): Promise<DevConnection> => {
    const { connectDev } = await import('./dev/dev-connection.ts');
    return await connectDev(dataDir, signal);
  };
  const connect = async (): Promise<AwsClients> => {
    const { createAwsClients } = await import('./aws-clients.ts');
    if (isLocal)
      return createAwsClients({ endpoint: (await dev()).sqsEndpoint, isAnonymous: true });
    const hasCredentials = 'AWS_ACCESS_KEY_ID' in env || 'AWS_PROFILE' in env;
    return createAwsClients({
      region: region ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'],
      endpoint,
      isAnonymous: endpoint !== undefined && !hasCredentials,
    });
  };
  const target: Target = {
    stage,
    isLocal,
    region,
    endpoint,
    dataDir,
    egress: isLocal ? { allowHttp: true, ports: 'any', allowPrivateAddresses: true } : undefined,
    dev,
    clients: () => (clients ??= connect()),
    provisioning: async () => {
      // The provisioner refuses a client that it does not know.
      const { sts: _, ...clients } = await target.clients();
      // A server of one's own has no quotas.
      return { stage, clients, quotas: !isLocal && endpoint === undefined, signal };
    },
  };
  return target;
}
