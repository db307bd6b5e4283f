import {
  TagResourceCommand,
  UntagResourceCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { laneNames, tagNames } from '@hooklane/core';
import type { CallContext } from './call-context.ts';
import { checkOwner } from './ownership.ts';
import { laneMissing } from './present-partner.ts';
import { changeOnce } from './resources/function-change.ts';
import type { FunctionCode } from './resources/function-settings.ts';
import { pruneVersions, publishVersion } from './resources/function-versions.ts';
import { readFunction, untilIdle, untilUsable } from './resources/lane-function.ts';
import { liveAliasName } from './resources/live-alias.ts';
import type { Site } from './site.ts';

/** A lane that works with other code than before, and is not judged yet. */
export interface SwappedCode {
  readonly partnerId: string;
  readonly functionName: string;
  readonly version: string;
  /** The version that worked it before. */
  readonly previousVersion: string;
}

/**
 * Turns a lane to new code; `undefined` when it has it already. The version before is written down in a tag of the
 * function until the lane is judged: whoever runs after a crash judges it then.
 *
 * @throws HooklaneError `lane_missing`, `lane_conflict`, `function_failed`, `not_settled`, `changed_meanwhile`
 */
export async function swapCode(
  partnerId: string,
  site: Site,
  code: FunctionCode,
  context: CallContext,
): Promise<SwappedCode | undefined> {
  context.signal?.throwIfAborted();
  const owner = { stage: site.stage, partnerId };
  const functionName = laneNames(site.stage, partnerId).function;
  const [live, newest] = await Promise.all([
    readFunction(functionName, liveAliasName, context),
    readFunction(functionName, undefined, context),
  ]);
  if (live === undefined || newest === undefined) throw laneMissing(functionName, partnerId);
  checkOwner(owner, { kind: 'function', name: functionName }, newest.tags);
  const watched = newest.tags[tagNames.previousVersion];
  const lane = { partnerId, functionName };
  if (hasCode(live.configuration, code)) {
    // After an update that was taken back, the code that was taken back is the newest still.
    if (!hasCode(newest.configuration, code)) await uploadCode(functionName, code, context);
    const version = live.configuration.Version as string;
    return watched === undefined ? undefined : { ...lane, version, previousVersion: watched };
  }
  await uploadCode(functionName, code, context);
  const previousVersion = watched ?? (live.configuration.Version as string);
  if (watched === undefined) await writeDown(lane, previousVersion, site, context);
  const version = await publishVersion(functionName, code.sha256, context);
  await turnAlias(functionName, version, context);
  return { ...lane, version, previousVersion };
}

/** Turns a lane back to the version before. The newest code of the function stays: it works nothing. */
export async function restoreVersion(
  lane: SwappedCode,
  site: Site,
  context: CallContext,
): Promise<void> {
  await turnAlias(lane.functionName, lane.previousVersion, context);
  await forget(lane, site, context);
}

/** The lane is judged, and keeps its new code. */
export async function keepVersion(
  lane: SwappedCode,
  site: Site,
  context: CallContext,
): Promise<void> {
  const { functionName, version, previousVersion } = lane;
  await forget(lane, site, context);
  await pruneVersions(functionName, [version, previousVersion], context);
}

type NamedFunction = Pick<SwappedCode, 'functionName'>;

async function writeDown(
  { functionName }: NamedFunction,
  version: string,
  site: Site,
  { aws: { lambda } }: CallContext,
): Promise<void> {
  const Resource = site.arnOf('lambda', `function:${functionName}`);
  const Tags = { [tagNames.previousVersion]: version };
  await lambda.send(new TagResourceCommand({ Resource, Tags }));
}

async function forget(
  { functionName }: NamedFunction,
  site: Site,
  { aws: { lambda } }: CallContext,
): Promise<void> {
  const Resource = site.arnOf('lambda', `function:${functionName}`);
  await lambda.send(new UntagResourceCommand({ Resource, TagKeys: [tagNames.previousVersion] }));
}

function hasCode(
  {
    CodeSha256,
    Handler,
  }: { readonly CodeSha256?: string | undefined; readonly Handler?: string | undefined },
  { sha256, handler }: FunctionCode,
): boolean {
  return CodeSha256 === sha256 && Handler === handler;
}

async function uploadCode(
  FunctionName: string,
  code: FunctionCode,
  context: CallContext,
): Promise<void> {
  const { lambda } = context.aws;
  const before = await untilIdle(FunctionName, context);
  const isUploaded = async (): Promise<boolean> =>
    (await untilIdle(FunctionName, context)).CodeSha256 === code.sha256;
  if (before.CodeSha256 !== code.sha256) {
    const { RevisionId } = before;
    const upload = new UpdateFunctionCodeCommand({
      FunctionName,
      ZipFile: code.zip,
      Architectures: ['arm64'],
      RevisionId,
    });
    const send = () => lambda.create(upload);
    await changeOnce({ functionName: FunctionName, send, isDone: isUploaded });
    await untilUsable(FunctionName, context);
  }
  if (before.Handler !== code.handler) {
    const Handler = code.handler;
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Handler }));
  }
  await untilUsable(FunctionName, context);
}

async function turnAlias(
  FunctionName: string,
  FunctionVersion: string,
  { aws: { lambda }, report }: CallContext,
): Promise<void> {
  await lambda.send(new UpdateAliasCommand({ FunctionName, Name: liveAliasName, FunctionVersion }));
  report({ kind: 'updated', resource: 'live-alias', name: FunctionName, changed: ['code'] });
}
