import { localStage, type Target } from './target.ts';

/** A command line for the person to run next, on the same target. */
export function nextCommand(
  { stage, region, endpoint }: Pick<Target, 'stage' | 'region' | 'endpoint'>,
  rest: string,
): string {
  const where = [
    ...(stage === localStage ? [] : ['--stage', stage]),
    ...(region === undefined ? [] : ['--region', region]),
    ...(endpoint === undefined ? [] : ['--endpoint', endpoint]),
  ];
  return ['hooklane', rest, ...where].join(' ');
}
