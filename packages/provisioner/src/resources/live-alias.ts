import {
  CreateAliasCommand,
  DeleteAliasCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-lambda';
import { HooklaneError } from '@hooklane/core';
import type { CallContext } from '../call-context.ts';
import type { Resource } from '../resource.ts';
import { fromConfiguration, type VersionSettings } from './function-settings.ts';
import { readFunction } from './lane-function.ts';
import { unlessMissing } from './queue.ts';

/** The alias that a lane's mapping calls: going back to the version before is one request. */
export const liveAliasName = 'live';

/** The version of a function that works its lane. */
export function liveAlias(functionName: string, context: CallContext): Resource<VersionSettings> {
  const { lambda } = context.aws;
  const alias = { FunctionName: functionName, Name: liveAliasName };
  /** Lambda gives the last version where nothing changed since (PublishVersion). */
  const publish = async (): Promise<string> => {
    const command = new PublishVersionCommand({ FunctionName: functionName });
    const { Version } = await lambda.send(command);
    return Version as string;
  };
  return {
    kind: 'live-alias',
    name: functionName,
    read: async () => {
      const found = await readFunction(functionName, liveAliasName, context);
      return found && { settings: fromConfiguration(found.configuration) };
    },
    create: async () => {
      await lambda.create(new CreateAliasCommand({ ...alias, FunctionVersion: await publish() }));
      return undefined;
    },
    update: async () => {
      await checkCode(functionName, context);
      await lambda.send(new UpdateAliasCommand({ ...alias, FunctionVersion: await publish() }));
    },
    remove: async () => {
      await unlessMissing(() => lambda.send(new DeleteAliasCommand(alias)));
    },
  };
}

/** Publishing takes the newest code with it, also code that an update took back. */
async function checkCode(functionName: string, context: CallContext): Promise<void> {
  const [newest, live] = await Promise.all([
    readFunction(functionName, undefined, context),
    readFunction(functionName, liveAliasName, context),
  ]);
  if (newest?.configuration.CodeSha256 === live?.configuration.CodeSha256) return;
  throw new HooklaneError(
    'code_not_live',
    `The newest code of function ${functionName} does not work its lane: an update of the code was taken back or not finished, and a change of the settings would bring that code in. Run updateCode for this partner first`,
  );
}
