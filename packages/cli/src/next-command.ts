import { localStage, type Target } from './target.ts';

/** What a command line says of its target. */
type NamedTarget = Pick<Target, 'stage' | 'region' | 'endpoint' | 'ownDataDir'> &
  Partial<Pick<Target, 'envStage'>>;

/** A command line for the person to run next, on the same target. */
export function nextCommand(
  { stage, envStage, region, endpoint, ownDataDir }: NamedTarget,
  rest: string,
): string {
  const where = [
    ...(stage === localStage && !envStage ? [] : ['--stage', stage]),
    ...(region === undefined ? [] : ['--region', region]),
    ...(endpoint === undefined ? [] : ['--endpoint', shellWord(endpoint)]),
    ...(ownDataDir === undefined ? [] : ['--data-dir', shellWord(ownDataDir)]),
  ];
  return ['hooklane', rest, ...where].join(' ');
}

/** Text as a shell reads it back. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
