import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { runCommand } from '../../../test/run-command.ts';
import { createRepository } from '../src/git-repository.ts';
import { makeTemporaryDirectory } from './support/temporary-directory.ts';

describe('the repository of a project', () => {
  let directory = '';
  let home = '';

  beforeEach(() => {
    const parent = makeTemporaryDirectory();
    directory = join(parent, 'shop');
    home = join(parent, 'home');
    for (const path of [directory, home]) mkdirSync(path);
    writeFileSync(join(directory, 'README.md'), '');
    // Whatever the machine has, nothing is known of who commits.
    vi.stubEnv('HOME', home);
    vi.stubEnv('XDG_CONFIG_HOME', home);
    vi.stubEnv('GIT_CONFIG_NOSYSTEM', '1');
    for (const name of ['AUTHOR', 'COMMITTER']) {
      vi.stubEnv(`GIT_${name}_NAME`, undefined);
      vi.stubEnv(`GIT_${name}_EMAIL`, undefined);
    }
    vi.stubEnv('EMAIL', undefined);
    return () => vi.unstubAllEnvs();
  });

  const introduce = (): void =>
    writeFileSync(join(home, '.gitconfig'), '[user]\n\tname = Ada\n\temail = ada@example.com\n');
  const git = (...args: readonly string[]): Promise<string> => runCommand('git', args, directory);

  it('has one commit of all files', async () => {
    introduce();
    expect(await createRepository(directory)).toEqual({ kind: 'committed' });
    expect(await git('log', '--format=%an %s')).toBe('Ada Create project\n');
    expect(await git('status', '--porcelain')).toBe('');
  });

  it('has no commit when git does not know who commits', async () => {
    expect(await createRepository(directory)).toEqual({
      kind: 'uncommitted',
      why: 'git does not know who you are: set user.name and user.email, then commit',
    });
    expect(await git('status', '--porcelain')).toBe('?? README.md\n');
  });

  it('is the one that it is in, to which nothing is committed', async () => {
    introduce();
    await runCommand('git', ['init', '--quiet'], join(directory, '..'));
    expect(await createRepository(directory)).toEqual({ kind: 'within' });
  });

  it('is none where there is no git', async () => {
    vi.stubEnv('PATH', home);
    expect(await createRepository(directory)).toEqual({
      kind: 'none',
      why: 'git is not installed',
    });
  });
});
