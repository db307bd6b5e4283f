import { type Environment, HooklaneError } from '@hooklane/core';

/** The environment variable that says which stage is provisioned. */
export const stageVariable = 'HOOKLANE_STAGE';

/**
 * Reads which stage is provisioned.
 *
 * @throws HooklaneError `invalid_environment`
 */
export function readStageVariable(environment: Environment): string {
  const stage = environment[stageVariable];
  if (stage !== undefined && stage !== '') return stage;
  throw new HooklaneError('invalid_environment', `environment.${stageVariable} is not set`);
}
