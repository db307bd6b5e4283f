import { createHash } from 'node:crypto';
import { Refusal } from '../../test/setup/strict-aws/answers.ts';
import type { AwsCall } from '../../test/setup/strict-aws/aws-call.ts';
import { accountId, type Operations, region } from './memory-account.ts';

interface LambdaFunction {
  readonly configuration: object;
  readonly tags: unknown;
  /** Configurations of published versions, by number. */
  readonly versions: Map<string, object>;
  /** Numbers of versions, by alias. */
  readonly aliases: Map<string, string>;
}

/** Functions with versions and aliases. */
export function memoryFunctions(): Operations {
  const functions = new Map<string, LambdaFunction>();
  const find = (name: unknown): LambdaFunction => {
    const found = functions.get(String(name));
    if (found !== undefined) return found;
    throw missing(String(name));
  };
  return {
    'lambda CreateFunction': (input) => {
      const name = String(input['FunctionName']);
      if (functions.has(name)) throw exists(`Function already exist: ${name}`);
      const configuration = configurationOf(input);
      const { Tags: tags } = input;
      functions.set(name, { configuration, tags, versions: new Map(), aliases: new Map() });
      return configuration;
    },
    'lambda GetFunction': ({ FunctionName, Qualifier }) => {
      const { configuration, tags, versions, aliases } = find(FunctionName);
      if (Qualifier === undefined) return { Configuration: configuration, Tags: tags };
      const Configuration = versions.get(aliases.get(String(Qualifier)) ?? String(Qualifier));
      if (Configuration === undefined) throw missing(`${FunctionName}:${Qualifier}`);
      return { Configuration, Tags: tags };
    },
    'lambda PublishVersion': ({ FunctionName }) => {
      const { configuration, versions } = find(FunctionName);
      const Version = String(versions.size + 1);
      versions.set(Version, { ...configuration, Version });
      return { ...configuration, Version };
    },
    'lambda CreateAlias': ({ FunctionName, Name, FunctionVersion }) => {
      const { aliases, versions } = find(FunctionName);
      const version = String(FunctionVersion);
      if (!versions.has(version)) throw missing(`${FunctionName}:${version}`);
      if (aliases.has(String(Name))) throw exists(`Alias already exists: ${Name}`);
      aliases.set(String(Name), version);
      return { Name, FunctionVersion };
    },
  };
}

function configurationOf(input: AwsCall['input']): object {
  const { FunctionName, Runtime, MemorySize, Timeout, Role, Environment } = input;
  const { LoggingConfig, Handler, Architectures, Code } = input;
  const { ZipFile } = Code as { ZipFile: Uint8Array };
  return {
    FunctionName,
    FunctionArn: `arn:aws:lambda:${region}:${accountId}:function:${FunctionName}`,
    Runtime,
    MemorySize,
    Timeout,
    Role,
    Environment,
    LoggingConfig,
    Handler,
    Architectures,
    CodeSha256: createHash('sha256').update(ZipFile).digest('base64'),
    Version: '$LATEST',
  };
}

function missing(name: string): Refusal {
  return new Refusal('ResourceNotFoundException', `Function not found: ${name}`, 404);
}

function exists(message: string): Refusal {
  return new Refusal('ResourceConflictException', message, 409);
}
