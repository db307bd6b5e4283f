import { relative } from 'node:path';
import type { Choices } from './choices.ts';
import type { Repository } from './git-repository.ts';
import { packageManagers } from './package-manager.ts';
import { type Template, templates } from './template-list.ts';

/** What became of the installation. */
export type Installation = 'done' | 'skipped' | 'failed' | 'interrupted';

/** What was made, and what of it was done. */
export interface Made {
  readonly choices: Choices;
  readonly fileCount: number;
  readonly installation: Installation;
  readonly repository: Repository | undefined;
}

/** Says what was made, and which commands come next. */
export function reportOf(
  { choices, fileCount, installation, repository }: Made,
  { cwd }: { readonly cwd: string },
): string {
  const { directory, name, choice, packageManager } = choices;
  const { run, install } = packageManagers[packageManager];
  const { template, store } = choice;
  const place = relative(cwd, directory);
  const commands = [
    ...(place === '' ? [] : [`cd ${place.includes(' ') ? JSON.stringify(place) : place}`]),
    ...(installation === 'done' ? [] : [install]),
    `${run} demo`,
    `${run} check`,
  ];
  const notes = [...installationNotes(installation, install), ...repositoryNotes(repository)];
  const kept = store === undefined ? '' : ` on ${store}`;
  const made = `Made ${name}, ${template}${kept}: ${fileCount} files in ${place || 'this directory'}`;
  const lines = ['', made, ...notes, '', 'Next:', '', ...commands.map((one) => `  ${one}`)];
  return [...lines, '', closing(templates[template]), ''].join('\n');
}

function closing({ kind }: Template): string {
  return kind === 'host'
    ? 'The demo sends a webhook to a partner on this machine, which verifies it. README.md goes on from there.'
    : 'The demo sends the receiver a webhook, all on this machine. README.md goes on from there.';
}

function installationNotes(installation: Installation, install: string): readonly string[] {
  switch (installation) {
    case 'done':
    case 'skipped':
      return [];
    case 'failed':
      return [`${install} failed. The project is complete: install again when that is mended`];
    case 'interrupted':
      return [`${install} was interrupted. The project is complete`];
    default:
      return installation satisfies never;
  }
}

function repositoryNotes(repository: Repository | undefined): readonly string[] {
  if (repository === undefined) return [];
  switch (repository.kind) {
    case 'committed':
      return ['It is a git repository with one commit'];
    case 'within':
      return ['It is in a git repository, to which nothing was committed'];
    case 'uncommitted':
      return [`It is a git repository without a commit: ${repository.why}`];
    case 'none':
      return [`It is no git repository: ${repository.why}`];
    default:
      return repository satisfies never;
  }
}
