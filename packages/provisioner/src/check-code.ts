import { HooklaneError } from '@hooklane/core';
import type { LaneResources } from './lane-resources.ts';
import type { FoundResources, Task } from './plan.ts';
import type { Resource } from './resource.ts';
import type { FunctionCode } from './resources/function-settings.ts';
import type { FoundFunction } from './resources/lane-function.ts';
import type { FoundVersion } from './resources/live-alias.ts';

/**
 * Makes sure, before anything is changed, that there is code for a function that is to be made, and that the newest code of
 * one that is to be changed is the code that works the lane: publishing takes the newest with it.
 *
 * @throws HooklaneError `invalid_options`, `code_not_live`
 */
export function checkCode(
  lane: LaneResources,
  tasks: readonly Task[],
  { code, found }: { readonly code: FunctionCode | undefined; readonly found: FoundResources },
): void {
  const stepOf = (resource: { readonly kind: Resource['kind'] }): string | undefined =>
    tasks.find(({ step }) => step.resource === resource.kind)?.step.kind;
  if (stepOf(lane.function) === 'create' && code === undefined) throw codeMissing();
  if (stepOf(lane.function) !== 'update' && stepOf(lane.alias) !== 'update') return;
  const newest = found.get(lane.function as unknown as Resource) as FoundFunction | undefined;
  const live = found.get(lane.alias as unknown as Resource) as FoundVersion | undefined;
  if (newest === undefined || live === undefined || newest.codeSha256 === live.codeSha256) return;
  throw codeNotLive(lane.names.function);
}

/** There is no code to make a function of. */
export function codeMissing(): HooklaneError<'invalid_options'> {
  return new HooklaneError(
    'invalid_options',
    "provisionPartner options.code is missing: a function is made with it. Pass code: await handlerArtifact() of '@hooklane/handler/artifact'",
  );
}

/** The newest code of a function is not the one that works its lane. */
export function codeNotLive(functionName: string): HooklaneError<'code_not_live'> {
  return new HooklaneError(
    'code_not_live',
    `The newest code of function ${functionName} does not work its lane: an update of the code was taken back or not finished, and a change of the settings would bring that code in. Run updateCode for this partner first, with the code that is to work it`,
  );
}
