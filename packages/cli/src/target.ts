import { resolve } from 'node:path';
import type { EgressPolicy, Environment } from '@hooklane/core';
import type { ProvisionerOptions } from '@hooklane/provisioner';
import type { AwsClients } from './aws-clients.ts';
import { CliError } from './cli-error.ts';
import type { DevConnection } from './dev/dev-connection.ts';

/** Where a command's lanes are. */
export interface Target {
  readonly stage: string;
  /** The stage `local` is the one of `hooklane dev`; all others are on AWS, or at `--endpoint`. */
  readonly isLocal: boolean;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  /** What commands take for a stage by themselves here: HOOKLANE_STAGE, if there is one. */
  readonly envStage: string | undefined;
  /** Where `hooklane dev` keeps its data. */
  readonly dataDir: string;
  /** The same, for a local target that has another one than commands take by themselves. */
  readonly ownDataDir: string | undefined;
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

/** Below the directory in which a command runs. */
export const defaultDataDir = '.hooklane/dev';

/**
 * Finds the target of a command; connects to nothing yet.
 *
 * @throws CliError for an endpoint or a region that cannot be one
 */
export function createTarget(options: TargetOptions): Target {
  const { stage, region, endpoint, env, signal } = options;
  const isLocal = stage === localStage && endpoint === undefined;
  if (endpoint !== undefined) checkEndpoint(endpoint);
  if (region !== undefined) checkRegion(region, '--region');
  const dataDir = resolve(options.directory, options.dataDir);
  const isDefault = dataDir === resolve(options.directory, defaultDataDir);
  let clients: Promise<AwsClients> | undefined;
  const dev = async (): Promise<DevConnection> => {
    const { connectDev } = await import('./dev/dev-connection.ts');
    return await connectDev(target, signal);
  };
  const connect = async (): Promise<AwsClients> => {
    const { createAwsClients } = await import('./aws-clients.ts');
    if (isLocal)
      return createAwsClients({ endpoint: (await dev()).sqsEndpoint, isAnonymous: true });
    const hasCredentials = 'AWS_ACCESS_KEY_ID' in env || 'AWS_PROFILE' in env;
    return createAwsClients({
      region: region ?? regionOf(env),
      endpoint,
      isAnonymous: endpoint !== undefined && !hasCredentials,
    });
  };
  const target: Target = {
    stage,
    envStage: env['HOOKLANE_STAGE'],
    isLocal,
    region,
    endpoint,
    dataDir,
    ownDataDir: isLocal && !isDefault ? dataDir : undefined,
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

function checkEndpoint(endpoint: string): void {
  const protocol = URL.canParse(endpoint) ? new URL(endpoint).protocol : '';
  if (protocol === 'http:' || protocol === 'https:') return;
  throw new CliError(
    `--endpoint must be a URL, such as http://127.0.0.1:4566. Received: ${JSON.stringify(endpoint)}`,
  );
}

// A region is a part of host names (https://www.rfc-editor.org/rfc/rfc1123#section-2.1).
const regionPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function checkRegion(region: string, name: string): void {
  if (regionPattern.test(region)) return;
  throw new CliError(
    `${name} must be a region of AWS, such as eu-west-1. Received: ${JSON.stringify(region)}`,
  );
}

/** As the AWS CLI has it; an empty variable says nothing. */
function regionOf(env: Environment): string | undefined {
  const name = ['AWS_REGION', 'AWS_DEFAULT_REGION'].find((one) => (env[one] ?? '') !== '');
  if (name === undefined) return undefined;
  const region = env[name] as string;
  checkRegion(region, name);
  return region;
}
