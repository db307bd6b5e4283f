import { CreateAliasCommand, DeleteAliasCommand, UpdateAliasCommand } from '@aws-sdk/client-lambda';
import { tagNames } from '@hooklane/core';
import type { CallContext } from '../call-context.ts';
import { codeNotLive } from '../check-code.ts';
import type { Found, Resource } from '../resource.ts';
import { fromConfiguration, type VersionSettings } from './function-settings.ts';
import { pruneVersions, publishVersion } from './function-versions.ts';
import { readFunction, untilUsable } from './lane-function.ts';
import { unlessMissing } from './queue.ts';

/** The alias that a lane's mapping calls: going back to the version before is one request. */
export const liveAliasName = 'live';

/** The version that works a lane, as it was found. */
export interface FoundVersion extends Found<VersionSettings> {
  readonly codeSha256: string | undefined;
}

/** The version of a function that works its lane. */
export function liveAlias(
  functionName: string,
  context: CallContext,
): Resource<VersionSettings> & { read(): Promise<FoundVersion | undefined> } {
  const { lambda } = context.aws;
  const alias = { FunctionName: functionName, Name: liveAliasName };
  return {
    kind: 'live-alias',
    name: functionName,
    read: async () => {
      const found = await readFunction(functionName, liveAliasName, context);
      if (found === undefined) return undefined;
      const { configuration } = found;
      return { settings: fromConfiguration(configuration), codeSha256: configuration.CodeSha256 };
    },
    create: async () => {
      const { CodeSha256 } = await untilUsable(functionName, context);
      const FunctionVersion = await publishVersion(functionName, CodeSha256, context);
      await lambda.create(new CreateAliasCommand({ ...alias, FunctionVersion }));
      return undefined;
    },
    update: () => turnToNewest(functionName, context),
    remove: async () => {
      await unlessMissing(() => lambda.send(new DeleteAliasCommand(alias)));
    },
  };
}

/** Turns the alias to the newest settings with the code that works the lane already. */
async function turnToNewest(FunctionName: string, context: CallContext): Promise<void> {
  const [newest, live] = await Promise.all([
    readFunction(FunctionName, undefined, context),
    readFunction(FunctionName, liveAliasName, context),
  ]);
  const CodeSha256 = newest?.configuration.CodeSha256;
  if (CodeSha256 !== live?.configuration.CodeSha256) throw codeNotLive(FunctionName);
  const FunctionVersion = await publishVersion(FunctionName, CodeSha256, context);
  await context.aws.lambda.send(
    new UpdateAliasCommand({ FunctionName, Name: liveAliasName, FunctionVersion }),
  );
  const watched = newest?.tags[tagNames.previousVersion];
  const inUse = [FunctionVersion, live?.configuration.Version, watched];
  await pruneVersions(FunctionName, inUse, context);
}
