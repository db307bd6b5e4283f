import {
  DeleteFunctionCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
} from '@aws-sdk/client-lambda';
import { laneNames } from '@hooklane/core';
import { errorName, isUnknownOutcome } from './aws/error-kinds.ts';
import type { CallContext } from './call-context.ts';
import { checkOwner } from './ownership.ts';
import { laneMissing } from './present-partner.ts';
import type { FunctionCode } from './resources/function-settings.ts';
import { readFunction, untilUsable } from './resources/lane-function.ts';
import { liveAliasName } from './resources/live-alias.ts';
import { unlessMissing } from './resources/queue.ts';
import type { Site } from './site.ts';

/** A lane that works with other code than before. */
export interface SwappedCode {
  readonly partnerId: string;
  readonly functionName: string;
  readonly version: string;
  /** The version that worked it before. */
  readonly previousVersion: string;
}

/** Versions of a function that are kept: to go back to, and to look at. */
export const keptVersions = 3;

/**
 * Turns a lane to new code; `undefined` when it has it already.
 *
 * @throws HooklaneError `lane_missing`, `lane_conflict`, `function_failed`, `not_settled`
 */
export async function swapCode(
  partnerId: string,
  { stage }: Site,
  code: FunctionCode,
  context: CallContext,
): Promise<SwappedCode | undefined> {
  context.signal?.throwIfAborted();
  const functionName = laneNames(stage, partnerId).function;
  const live = await readFunction(functionName, liveAliasName, context);
  if (live === undefined) throw laneMissing(functionName, partnerId);
  if (live.configuration.CodeSha256 === code.sha256) return undefined;
  await uploadCode(functionName, { stage, partnerId }, code, context);
  const version = await publishVersion(functionName, context);
  await turnAlias(functionName, version, context);
  context.report({
    kind: 'updated',
    resource: 'live-alias',
    name: functionName,
    changed: ['code'],
  });
  return {
    partnerId,
    functionName,
    version,
    previousVersion: live.configuration.Version as string,
  };
}

/** Turns a lane back to the version before. The newest code of the function stays: it works nothing. */
export async function restoreVersion(
  { functionName, previousVersion }: SwappedCode,
  context: CallContext,
): Promise<void> {
  await turnAlias(functionName, previousVersion, context);
  context.report({
    kind: 'updated',
    resource: 'live-alias',
    name: functionName,
    changed: ['code'],
  });
}

/** Deletes old versions of a function, all but the last three: Lambda keeps 300 GB for an account. */
export async function pruneVersions(
  { functionName, version, previousVersion }: SwappedCode,
  context: CallContext,
): Promise<void> {
  const { lambda } = context.aws;
  const numbers: string[] = [];
  let Marker: string | undefined;
  do {
    const command = new ListVersionsByFunctionCommand({ FunctionName: functionName, Marker });
    const page = await lambda.send(command);
    numbers.push(...(page.Versions ?? []).map(({ Version }) => Version as string));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  const old = numbers
    .filter((number) => number !== '$LATEST')
    .toSorted((a, b) => Number(b) - Number(a))
    .slice(keptVersions)
    .filter((number) => number !== version && number !== previousVersion);
  for (const Qualifier of old) {
    await unlessMissing(() =>
      lambda.send(new DeleteFunctionCommand({ FunctionName: functionName, Qualifier })),
    );
  }
}

async function uploadCode(
  FunctionName: string,
  owner: { readonly stage: string; readonly partnerId: string },
  { zip, sha256 }: FunctionCode,
  context: CallContext,
): Promise<void> {
  const newest = await readFunction(FunctionName, undefined, context);
  checkOwner(owner, { kind: 'function', name: FunctionName }, newest?.tags ?? {});
  const { CodeSha256, RevisionId } = await untilUsable(FunctionName, context);
  if (CodeSha256 === sha256) return;
  const command = new UpdateFunctionCodeCommand({
    FunctionName,
    ZipFile: zip,
    Architectures: ['arm64'],
    RevisionId,
  });
  try {
    await context.aws.lambda.create(command);
  } catch (error) {
    // The code may be there although the answer got lost.
    if (!isUnknownOutcome(error) && errorName(error) !== 'PreconditionFailedException') throw error;
    const present = await untilUsable(FunctionName, context);
    if (present.CodeSha256 !== sha256) throw error;
  }
  await untilUsable(FunctionName, context);
}

async function publishVersion(FunctionName: string, { aws }: CallContext): Promise<string> {
  const { Version } = await aws.lambda.send(new PublishVersionCommand({ FunctionName }));
  return Version as string;
}

async function turnAlias(
  FunctionName: string,
  FunctionVersion: string,
  { aws: { lambda } }: CallContext,
): Promise<void> {
  await lambda.send(new UpdateAliasCommand({ FunctionName, Name: liveAliasName, FunctionVersion }));
}
