import { GetFunctionCommand, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import type { Clients } from './strict-account.ts';

/** What works a lane, as AWS has it. */
export interface LiveFunction {
  readonly handler: string;
  readonly codeSha256: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  /** Of the one mapping that is enabled. */
  readonly batchSize: number;
}

/** Reads the version of a function that its alias `live` names, and its mapping. */
export async function readLive(FunctionName: string, { lambda }: Clients): Promise<LiveFunction> {
  const { Configuration = {} } = await lambda.send(
    new GetFunctionCommand({ FunctionName, Qualifier: 'live' }),
  );
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({}));
  const [mapping, ...others] = EventSourceMappings.filter(
    ({ State, FunctionArn = '' }) =>
      State === 'Enabled' && FunctionArn.split(':')[6] === FunctionName,
  );
  if (mapping === undefined || others.length > 0) throw new Error('One mapping was expected');
  return {
    handler: Configuration.Handler ?? '',
    codeSha256: Configuration.CodeSha256 ?? '',
    environment: Configuration.Environment?.Variables ?? {},
    timeoutSeconds: Number(Configuration.Timeout),
    memoryMb: Number(Configuration.MemorySize),
    batchSize: Number(mapping.BatchSize),
  };
}
