import type { Clock } from '@hooklane/core';
import { type AllClients, clientOf, type ProvisionerClients } from './clients.ts';
import { type QuotaGroup, turnsOf } from './rate-limits.ts';
import { createSender, type Sender } from './sender.ts';

/** All that is said to AWS, a sender for each quota. */
export interface Aws {
  /** Of these SQS publishes no quota. */
  readonly sqs: Sender<AllClients['sqs']>;
  readonly sqsTags: Sender<AllClients['sqs']>;
  readonly lambda: Sender<AllClients['lambda']>;
  /** `GetFunction` only. */
  readonly getFunction: Sender<AllClients['lambda']>;
  readonly iam: Sender<AllClients['iam']>;
  readonly ssmReads: Sender<AllClients['ssm']>;
  readonly ssmWrites: Sender<AllClients['ssm']>;
  readonly ssmTags: Sender<AllClients['ssm']>;
  readonly logReads: Sender<AllClients['logs']>;
  readonly logGroups: Sender<AllClients['logs']>;
  readonly logRetention: Sender<AllClients['logs']>;
  readonly logTags: Sender<AllClients['logs']>;
  readonly alarmReads: Sender<AllClients['cloudwatch']>;
  readonly alarmWrites: Sender<AllClients['cloudwatch']>;
  readonly metrics: Sender<AllClients['cloudwatch']>;
  readonly sns: Sender<AllClients['sns']>;
}

/** How {@link createAws} sends. */
export interface AwsOptions {
  readonly clients: ProvisionerClients | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  /** Whether to keep to the quotas. */
  readonly quotas: boolean;
  readonly signal: AbortSignal | undefined;
}

const services: { readonly [Name in keyof Aws]: keyof AllClients } = {
  sqs: 'sqs',
  sqsTags: 'sqs',
  lambda: 'lambda',
  getFunction: 'lambda',
  iam: 'iam',
  ssmReads: 'ssm',
  ssmWrites: 'ssm',
  ssmTags: 'ssm',
  logReads: 'logs',
  logGroups: 'logs',
  logRetention: 'logs',
  logTags: 'logs',
  alarmReads: 'cloudwatch',
  alarmWrites: 'cloudwatch',
  metrics: 'cloudwatch',
  sns: 'sns',
};

/** Makes the senders, each at its first use: a lane of a worker then makes no client but that of SQS. */
export function createAws({ clients, quotas, ...options }: AwsOptions): Aws {
  const senders: Partial<Record<keyof Aws, Sender<AllClients[keyof AllClients]>>> = {};
  const names = Object.keys(services) as (keyof Aws)[];
  const aws = {};
  for (const name of names) {
    Object.defineProperty(aws, name, {
      enumerable: true,
      get: () => (senders[name] ??= make(name)),
    });
  }
  return aws as Aws;

  function make(name: keyof Aws): Sender<AllClients[keyof AllClients]> {
    const turns =
      name === 'sqs' || !quotas ? undefined : turnsOf(name satisfies QuotaGroup, options.clock);
    return createSender(clientOf(services[name], clients), { ...options, turns });
  }
}
