import type { PartnerPolicy } from '@hooklane/core';
import type { PartnerChanges, PartnerConfig } from '@hooklane/provisioner';
import { CliError } from './cli-error.ts';
import { type ConfigFile, readConfigFile } from './config-file.ts';
import type { PartnerFlags } from './partner-options.ts';

/**
 * Puts a partner's configuration together from a file and options; an option goes before the file. What
 * the file holds is checked by the library.
 *
 * @throws CliError
 */
export async function readPartnerConfig(
  partnerId: string,
  flags: PartnerFlags,
  directory: string,
): Promise<PartnerConfig> {
  const { file, policy, compute, rest } = await readSettings(partnerId, flags, directory);
  const kind = flags.worker === true ? 'worker' : (kindOf(file['compute']) ?? 'lambda');
  if (kind === 'worker') refuseFunctionFlags(flags);
  return {
    ...file,
    ...rest,
    ...(policy !== undefined && { policy }),
    partnerId,
    compute: withFields(compute === undefined ? {} : compute, { kind }),
  } as PartnerConfig;
}

/**
 * Puts the changes of a partner together from a file and options; an option goes before the file.
 *
 * @throws CliError
 */
export async function readPartnerChanges(
  partnerId: string,
  flags: PartnerFlags,
  directory: string,
): Promise<PartnerChanges> {
  const { file, policy, compute, rest } = await readSettings(partnerId, flags, directory);
  const { partnerId: _, ...others } = file;
  if (kindOf(file['compute']) === 'worker') {
    throw new CliError(
      'compute.kind is worker, and an update does not change what works a lane. Use: hooklane partner add, with the whole configuration',
    );
  }
  const changes = {
    ...others,
    ...rest,
    ...(policy !== undefined && { policy }),
    ...(compute !== undefined && { compute: withoutKind(compute) }),
  };
  if (Object.keys(changes).length === 0) {
    throw new CliError('There is nothing to change. Give an option, such as --concurrency 5');
  }
  return changes as PartnerChanges;
}

interface Settings {
  readonly file: ConfigFile;
  readonly policy: unknown;
  readonly compute: unknown;
  readonly rest: Pick<PartnerConfig, 'retentionDays'>;
}

async function readSettings(
  partnerId: string,
  flags: PartnerFlags,
  directory: string,
): Promise<Settings> {
  const file = flags.config === undefined ? {} : await readConfigFile(flags.config, directory);
  const own = file['partnerId'];
  if (own !== undefined && own !== partnerId) {
    throw new CliError(
      `${flags.config} is of partner ${JSON.stringify(own)}, and the command of ${partnerId}`,
    );
  }
  return {
    file,
    policy: withFields(file['policy'], policyOf(flags)),
    compute: withFields(file['compute'], functionOf(flags)),
    rest: withoutUndefined({ retentionDays: flags.retention }),
  };
}

function policyOf({ concurrency, rate, timeout, schedule }: PartnerFlags): PartnerPolicy {
  return withoutUndefined({
    concurrency,
    requestsPerSecond: rate,
    timeoutMs: timeout,
    schedule,
  }) as PartnerPolicy;
}

function functionOf(flags: PartnerFlags): object {
  const { memory, maxConcurrency, runtime, logRetention, alarms } = flags;
  return withoutUndefined({
    memoryMb: memory,
    maximumConcurrency: maxConcurrency,
    runtime,
    logRetentionDays: logRetention,
    alarms,
  });
}

const optionNames: Readonly<Record<string, string>> = {
  memoryMb: '--memory',
  maximumConcurrency: '--max-concurrency',
  runtime: '--runtime',
  logRetentionDays: '--log-retention',
  alarms: '--alarms',
};

function refuseFunctionFlags(flags: PartnerFlags): void {
  const given = Object.keys(functionOf(flags)).map((name) => optionNames[name]);
  if (given.length === 0) return;
  throw new CliError(
    `${given.join(', ')} is for a lane with a function, and this one is worked by a worker: leave it out`,
  );
}

/** What is no object stays as it is: the library says what is wrong with it. */
function withFields(value: unknown, fields: object): unknown {
  if (Object.keys(fields).length === 0) return value;
  if (value === undefined) return fields;
  return isFields(value) ? { ...value, ...fields } : value;
}

function isFields(value: unknown): value is object {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function kindOf(compute: unknown): unknown {
  return (compute as { readonly kind?: unknown } | null | undefined)?.kind;
}

function withoutKind(compute: unknown): unknown {
  if (!isFields(compute)) return compute;
  return Object.fromEntries(Object.entries(compute).filter(([name]) => name !== 'kind'));
}

function withoutUndefined<Fields extends object>(fields: Fields): Fields {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Fields;
}
