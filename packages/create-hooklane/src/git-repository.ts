import { type CommandEnd, runCommand } from './run-command.ts';

/** What became of the repository of a project. */
export type Repository =
  | { readonly kind: 'committed' }
  /** It is within a repository, which stays as it is. */
  | { readonly kind: 'within' }
  /** There is a repository, and no commit. */
  | { readonly kind: 'uncommitted'; readonly why: string }
  | { readonly kind: 'none'; readonly why: string };

/**
 * Makes a repository with one commit, if git is there, knows who commits, and is in no repository yet. With `hasOthers`, files
 * that are not of the project, there is no commit: they may be secrets.
 */
export async function createRepository(
  directory: string,
  { hasOthers = false }: { readonly hasOthers?: boolean } = {},
): Promise<Repository> {
  const git = (...args: readonly string[]): Promise<CommandEnd> =>
    runCommand('git', args, { cwd: directory, isShown: false });
  const within = await git('rev-parse', '--is-inside-work-tree');
  if (within.kind === 'missing') return { kind: 'none', why: 'git is not installed' };
  if (within.kind === 'done') return { kind: 'within' };
  const init = await git('init', '--quiet', '--initial-branch=main');
  if (init.kind !== 'done') return { kind: 'none', why: reasonOf(init) };
  if (hasOthers) {
    return { kind: 'uncommitted', why: 'there were files before. Look at what you commit' };
  }
  // Of the identity only, because git makes one up from the name of the machine.
  const identity = await git('-c', 'user.useConfigOnly=true', 'var', 'GIT_AUTHOR_IDENT');
  if (identity.kind !== 'done') {
    const why = 'git does not know who you are: set user.name and user.email, then commit';
    return { kind: 'uncommitted', why };
  }
  const add = await git('add', '--all');
  // Signing may ask for a pass phrase, with nobody there to answer.
  const commit = ['-c', 'commit.gpgSign=false', 'commit', '--quiet', '--message', 'Create project'];
  const end = add.kind === 'done' ? await git(...commit) : add;
  if (end.kind === 'done') return { kind: 'committed' };
  return { kind: 'uncommitted', why: reasonOf(end) };
}

function reasonOf(end: Exclude<CommandEnd, { kind: 'done' }>): string {
  switch (end.kind) {
    case 'failed':
      return `git says: ${end.output.trim().split('\n').at(-1)}`;
    case 'missing':
      return 'git is not installed';
    case 'interrupted':
      return 'it was interrupted';
    default:
      return end satisfies never;
  }
}
