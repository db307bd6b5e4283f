import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  type FunctionConfiguration,
  GetFunctionCommand,
  GetFunctionRecursionConfigCommand,
  PutFunctionRecursionConfigCommand,
  TagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { HooklaneError } from '@hooklane/core';
import type { CallContext } from '../call-context.ts';
import type { Resource, Tags } from '../resource.ts';
import { untilSettled } from '../settle.ts';
import type { Site } from '../site.ts';
import {
  type FunctionCode,
  fromConfiguration,
  toConfiguration,
  type VersionSettings,
} from './function-settings.ts';
import { unlessMissing } from './queue.ts';

/** A function as it is to be, beside its code: that is changed by `updateCode` only. */
export interface FunctionSettings extends VersionSettings {
  /** Lambda ends what looks like a loop after 16 turns, and a lane sends to its own queue (Recursive loop detection). */
  readonly recursiveLoop: string;
  /** `false` for a function that Lambda could not make: it is made again. */
  readonly isUsable: boolean;
}

/** The function of a lane. `code` is what it is made with. */
export function laneFunction(
  name: string,
  site: Site,
  code: FunctionCode | undefined,
  context: CallContext,
): Resource<FunctionSettings> {
  const { lambda } = context.aws;
  const FunctionName = name;
  const allowLoop = async (): Promise<void> => {
    const RecursiveLoop = 'Allow';
    await lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop }));
  };
  const create = async (wanted: FunctionSettings, tags: Tags): Promise<undefined> => {
    if (code === undefined) {
      throw new HooklaneError(
        'invalid_options',
        "provisionPartner options.code is missing: a function is made with it. Pass code: await handlerArtifact() of '@hooklane/handler/artifact'",
      );
    }
    await lambda.create(
      new CreateFunctionCommand({
        FunctionName,
        ...toConfiguration(wanted),
        Architectures: ['arm64'],
        Handler: code.handler,
        Code: { ZipFile: code.zip },
        Tags: { ...tags },
      }),
    );
    await untilUsable(name, context);
    await allowLoop();
    return undefined;
  };
  const remove = async (): Promise<void> => {
    await unlessMissing(() => lambda.send(new DeleteFunctionCommand({ FunctionName })));
  };
  return {
    kind: 'function',
    name,
    read: () => readSettings(name, context),
    create,
    update: async ({ wanted, settings, tags }) => {
      if (settings.isUsable !== undefined) {
        await remove();
        await create(wanted, tags);
        return;
      }
      const { recursiveLoop, isUsable: _, ...configuration } = settings;
      await untilUsable(name, context);
      if (Object.keys(configuration).length > 0) {
        await lambda.send(
          new UpdateFunctionConfigurationCommand({
            FunctionName,
            ...toConfiguration(configuration),
          }),
        );
        await untilUsable(name, context);
      }
      if (recursiveLoop !== undefined) await allowLoop();
      if (Object.keys(tags).length > 0) {
        const Resource = site.arnOf('lambda', `function:${name}`);
        await lambda.send(new TagResourceCommand({ Resource, Tags: { ...tags } }));
      }
    },
    remove,
  };
}

async function readSettings(
  name: string,
  context: CallContext,
): Promise<{ settings: FunctionSettings; tags: Tags } | undefined> {
  const found = await readFunction(name, undefined, context);
  if (found === undefined) return undefined;
  const { RecursiveLoop } = await context.aws.lambda.send(
    new GetFunctionRecursionConfigCommand({ FunctionName: name }),
  );
  return {
    settings: {
      ...fromConfiguration(found.configuration),
      recursiveLoop: RecursiveLoop as string,
      isUsable: found.configuration.State !== 'Failed',
    },
    tags: found.tags,
  };
}

/** Reads a function, or a version of it by number or alias. */
export function readFunction(
  FunctionName: string,
  Qualifier: string | undefined,
  { aws: { getFunction } }: CallContext,
): Promise<{ configuration: FunctionConfiguration; tags: Tags } | undefined> {
  return unlessMissing(async () => {
    const command = new GetFunctionCommand({ FunctionName, Qualifier });
    const { Configuration, Tags = {} } = await getFunction.send(command);
    return { configuration: Configuration ?? {}, tags: Tags };
  });
}

/**
 * Waits until a function can be called and changed.
 *
 * @throws HooklaneError `function_failed`, `not_settled`
 */
export async function untilUsable(
  name: string,
  context: CallContext,
): Promise<FunctionConfiguration> {
  return await untilSettled(
    async () => {
      const found = await readFunction(name, undefined, context);
      const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } =
        found?.configuration ?? {};
      if (State === 'Failed' || LastUpdateStatus === 'Failed') {
        throw new HooklaneError(
          'function_failed',
          `Lambda could not make function ${name} ready: ${LastUpdateStatusReason ?? StateReason ?? 'it gives no reason'}. Run again: it is made anew`,
        );
      }
      const isReady =
        found !== undefined && State !== 'Pending' && LastUpdateStatus !== 'InProgress';
      return isReady ? found.configuration : undefined;
    },
    { what: `function ${name} to be ready` },
    context,
  );
}
