import {
  DeleteFunctionCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
} from '@aws-sdk/client-lambda';
import type { CallContext } from '../call-context.ts';
import { unlessMissing } from './queue.ts';

/** Versions of a function that are kept: to go back to, and to look at. */
export const keptVersions = 3;

/**
 * Publishes the newest code and settings of a function, if the code is the one that is expected. Lambda gives the last
 * version where nothing changed since (PublishVersion).
 */
export async function publishVersion(
  FunctionName: string,
  CodeSha256: string | undefined,
  { aws: { lambda } }: CallContext,
): Promise<string> {
  const command = new PublishVersionCommand({ FunctionName, CodeSha256 });
  const { Version } = await lambda.send(command);
  return Version as string;
}

/** Deletes old versions of a function, all but the last three and those in use: Lambda keeps 300 GB for an account. */
export async function pruneVersions(
  FunctionName: string,
  inUse: readonly (string | undefined)[],
  { aws: { lambda } }: CallContext,
): Promise<void> {
  const numbers: string[] = [];
  let Marker: string | undefined;
  do {
    const page = await lambda.send(new ListVersionsByFunctionCommand({ FunctionName, Marker }));
    numbers.push(...(page.Versions ?? []).map(({ Version }) => Version as string));
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  const old = numbers
    .filter((number) => number !== '$LATEST')
    .toSorted((a, b) => Number(b) - Number(a))
    .slice(keptVersions)
    .filter((number) => !inUse.includes(number));
  for (const Qualifier of old) {
    await unlessMissing(() => lambda.send(new DeleteFunctionCommand({ FunctionName, Qualifier })));
  }
}
