import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  type FunctionConfiguration,
  GetFunctionCommand,
  GetFunctionRecursionConfigCommand,
  PutFunctionRecursionConfigCommand,
  type RecursiveLoop,
  TagResourceCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { HooklaneError } from '@hooklane/core';
import type { CallContext } from '../call-context.ts';
import { codeMissing } from '../check-code.ts';
import { differing } from '../plan.ts';
import type { Found, Resource, Tags } from '../resource.ts';
import { untilSettled } from '../settle.ts';
import type { Site } from '../site.ts';
import { changeOnce } from './function-change.ts';
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
  /** `Failed` for a change that Lambda took and could not carry out: all settings are written again. */
  readonly lastUpdate: 'Successful' | 'Failed';
}

/** A function, as it was found. */
export interface FoundFunction extends Found<FunctionSettings> {
  readonly tags: Tags;
  /** Of its newest code. */
  readonly codeSha256: string | undefined;
}

/** The function of a lane, or of the alarms. `code` is what it is made with. */
export function laneFunction(
  name: string,
  site: Site,
  code: FunctionCode | undefined,
  context: CallContext,
): Resource<FunctionSettings> & { read(): Promise<FoundFunction | undefined> } {
  const { lambda } = context.aws;
  const FunctionName = name;
  /** Of the function as it was read; what was changed since is not written over. */
  let revision: string | undefined;
  const setLoop = async (recursiveLoop: string): Promise<void> => {
    const RecursiveLoop = recursiveLoop as RecursiveLoop;
    await lambda.send(new PutFunctionRecursionConfigCommand({ FunctionName, RecursiveLoop }));
  };
  const create = async (wanted: FunctionSettings, tags: Tags): Promise<undefined> => {
    if (code === undefined) throw codeMissing();
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
    // Lambda ends loops unless told otherwise.
    if (wanted.recursiveLoop !== 'Terminate') await setLoop(wanted.recursiveLoop);
    return undefined;
  };
  const configure = (changes: Partial<VersionSettings>, RevisionId?: string): Promise<void> =>
    changeOnce({
      functionName: name,
      send: () =>
        lambda.create(
          new UpdateFunctionConfigurationCommand({
            FunctionName,
            ...toConfiguration(changes),
            RevisionId,
          }),
        ),
      isDone: async () => {
        const present = fromConfiguration(await untilIdle(name, context));
        return Object.keys(differing(changes, present)).length === 0;
      },
    });
  const remove = async (): Promise<void> => {
    await unlessMissing(() => lambda.send(new DeleteFunctionCommand({ FunctionName })));
  };
  return {
    kind: 'function',
    name,
    read: async () => {
      const read = await readSettings(name, context);
      revision = read?.revision;
      return read?.found;
    },
    create,
    update: async ({ wanted, settings, tags, allTags }) => {
      if (settings.isUsable !== undefined) {
        await remove();
        await create(wanted, allTags);
        return;
      }
      const changes = ofVersion(settings.lastUpdate === undefined ? settings : wanted);
      if (Object.keys(changes).length > 0) {
        const idle = await untilIdle(name, context);
        await configure(changes, revision ?? idle.RevisionId);
        await untilUsable(name, context);
      }
      if (settings.recursiveLoop !== undefined) await setLoop(settings.recursiveLoop);
      if (Object.keys(tags).length > 0) {
        const Resource = site.arnOf('lambda', `function:${name}`);
        await lambda.send(new TagResourceCommand({ Resource, Tags: { ...tags } }));
      }
    },
    remove,
  };
}

/** What of a function's settings a version keeps. */
function ofVersion(settings: Partial<FunctionSettings>): Partial<VersionSettings> {
  const { recursiveLoop: _, isUsable: __, lastUpdate: ___, ...version } = settings;
  return version;
}

async function readSettings(
  name: string,
  context: CallContext,
): Promise<{ found: FoundFunction; revision: string | undefined } | undefined> {
  const read = await readFunction(name, undefined, context);
  if (read === undefined) return undefined;
  const { configuration, tags } = read;
  const { RecursiveLoop } = await context.aws.lambda.send(
    new GetFunctionRecursionConfigCommand({ FunctionName: name }),
  );
  const found: FoundFunction = {
    settings: {
      ...fromConfiguration(configuration),
      recursiveLoop: RecursiveLoop as string,
      isUsable: configuration.State !== 'Failed',
      lastUpdate: configuration.LastUpdateStatus === 'Failed' ? 'Failed' : 'Successful',
    },
    tags,
    codeSha256: configuration.CodeSha256,
  };
  // The end of a change is a revision of its own.
  return { found, revision: isIdle(configuration) ? configuration.RevisionId : undefined };
}

function isIdle({ State, LastUpdateStatus }: FunctionConfiguration): boolean {
  return State !== 'Pending' && LastUpdateStatus !== 'InProgress';
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
 * Waits until Lambda is done with a function, well or not: it can be changed then.
 *
 * @throws HooklaneError `not_settled`
 */
export async function untilIdle(
  name: string,
  context: CallContext,
): Promise<FunctionConfiguration> {
  return await untilSettled(
    async () => {
      const found = await readFunction(name, undefined, context);
      return found && isIdle(found.configuration) ? found.configuration : undefined;
    },
    { what: `function ${name} to be ready` },
    context,
  );
}

/**
 * Waits until a function can be called, after it was made or changed.
 *
 * @throws HooklaneError `function_failed`, `not_settled`
 */
export async function untilUsable(
  name: string,
  context: CallContext,
): Promise<FunctionConfiguration> {
  const configuration = await untilIdle(name, context);
  const { State, StateReason, LastUpdateStatus, LastUpdateStatusReason } = configuration;
  if (State !== 'Failed' && LastUpdateStatus !== 'Failed') return configuration;
  throw new HooklaneError(
    'function_failed',
    `Lambda could not make function ${name} ready: ${LastUpdateStatusReason ?? StateReason ?? 'it gives no reason'}. Mend the reason and run again: it is written anew`,
  );
}
