import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Clock } from '@hooklane/core';
import {
  type StrictAws,
  type StrictAwsOptions,
  startStrictAws,
} from '../../../../test/setup/strict-aws/strict-aws.ts';
import { type FunctionCode, type ProvisionerOptions, provisionPlatform } from '../../src/index.ts';
import { createInstantClock } from './instant-clock.ts';

/** An account on moto behind the strict proxy, and the options that provision into it. */
export interface StrictAccount extends AsyncDisposable {
  readonly strict: StrictAws;
  readonly clock: Clock;
  readonly clients: Clients;
  readonly options: ProvisionerOptions & { readonly code: FunctionCode };
  /** Empties the account, but for a platform. */
  reset(): Promise<void>;
}

export type Clients = ReturnType<typeof createClients>;

/** Empties moto and opens an account on it, with a platform. */
export async function openAccount(
  motoEndpoint: string,
  proxyOptions: StrictAwsOptions = {},
): Promise<StrictAccount> {
  const clock = proxyOptions.clock ?? createInstantClock();
  const strict = await startStrictAws(motoEndpoint, { ...proxyOptions, clock });
  const clients = createClients(strict.endpoint);
  const call = { clients, clock, random: () => 0.5, quotas: proxyOptions.quotas ?? false };
  const reset = async (): Promise<void> => {
    await strict.reset();
    await provisionPlatform({ stage: 'test' }, call);
  };
  await reset();
  return {
    strict,
    clock,
    clients,
    options: { stage: 'test', ...call, code: codeOf('exports.handler = async () => 1;') },
    reset,
    [Symbol.asyncDispose]: async () => {
      for (const client of Object.values(clients)) client.destroy();
      await strict.stop();
    },
  };
}

/** One client of each service, as the defaults of the provisioner are made. */
export function createClients(endpoint: string, accessKeyId = 'test') {
  const settings = {
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId, secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  return {
    sqs: new SQSClient(settings),
    lambda: new LambdaClient(settings),
    iam: new IAMClient(settings),
    ssm: new SSMClient(settings),
    logs: new CloudWatchLogsClient(settings),
    cloudwatch: new CloudWatchClient(settings),
    sns: new SNSClient(settings),
  };
}

/** Code as `handlerArtifact()` gives it: moto looks into no zip. */
export function codeOf(source: string): FunctionCode {
  const zip = storedZip('index.js', source);
  return {
    zip,
    sha256: createHash('sha256').update(zip).digest('base64'),
    handler: 'index.handler',
  };
}

/** A zip with one file, stored as it is. */
function storedZip(name: string, text: string): Uint8Array {
  const data = Buffer.from(text);
  const crc = crc32(data);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  local.writeUInt16LE(20, 4);
  local.writeUInt32LE(crc, 14);
  local.writeUInt32LE(data.length, 18);
  local.writeUInt32LE(data.length, 22);
  local.writeUInt16LE(name.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 6);
  central.writeUInt32LE(crc, 16);
  central.writeUInt32LE(data.length, 20);
  central.writeUInt32LE(data.length, 24);
  central.writeUInt16LE(name.length, 28);
  const before = Buffer.concat([local, Buffer.from(name), data]);
  const directory = Buffer.concat([central, Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(before.length, 16);
  return Buffer.concat([before, directory, end]);
}
