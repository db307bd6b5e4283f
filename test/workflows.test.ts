import { describe, expect, it } from 'vitest';
import { isThere, listFiles, packages, readText } from './workspace.ts';

interface Workflow {
  readonly path: string;
  readonly text: string;
  /** The lines of each job, by its name. */
  readonly jobs: ReadonlyMap<string, string>;
}

const workflows: readonly Workflow[] = listFiles('.github/workflows').map((path) => {
  const text = readText(path);
  const [, jobs = ''] = text.split(/^jobs:\n/m);
  const parts = jobs.split(/^ {2}(\w+):\n/m).slice(1);
  const names = parts.filter((_, index) => index % 2 === 0);
  return {
    path,
    text,
    jobs: new Map(names.map((name, index) => [name, parts[2 * index + 1] ?? ''])),
  };
});
const everyJob = workflows.flatMap(({ path, jobs }) =>
  [...jobs].map(([name, text]) => ({ path, name, text })),
);

function usesOf(text: string): readonly string[] {
  return [...text.matchAll(/^\s*(?:- )?uses: (.*)$/gm)].map(([, used]) => used ?? '');
}

describe('the workflows', () => {
  it('are there', () => {
    expect(workflows.map(({ path }) => path)).toEqual([
      '.github/workflows/ci.yml',
      '.github/workflows/release.yml',
    ]);
    expect(everyJob.length).toBeGreaterThan(2);
  });

  it.each(workflows)(
    'pin every action of $path by its commit, with the version beside it',
    ({ text }) => {
      const foreign = usesOf(text).filter((used) => !used.startsWith('./'));
      expect(foreign.length).toBeGreaterThan(0);
      const loose = foreign.filter(
        (used) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(used),
      );
      expect(loose).toEqual([]);
    },
  );

  it('use one commit of an action everywhere', () => {
    const foreign = new Set(workflows.flatMap(({ text }) => usesOf(text)));
    const names = [...foreign].map((used) => used.split('@')[0]);
    expect(names).toHaveLength(new Set(names).size);
  });

  it.each(workflows)('use what is there: $path', ({ text }) => {
    const local = usesOf(text).filter((used) => used.startsWith('./'));
    expect(local.filter((used) => !isThere(used.slice(2)))).toEqual([]);
  });

  it.each(workflows)('may read only, unless a job of $path says otherwise', ({ text }) => {
    expect(/^permissions:\n((?: +.*\n)+)/m.exec(text)?.[1]).toBe('  contents: read\n');
  });

  it.each(workflows)('never run foreign code with rights, in $path', ({ text }) => {
    expect(text).not.toMatch(/pull_request_target|workflow_run/);
  });

  it.each(workflows)(
    'keep no credentials where code of the repository runs, in $path',
    ({ text }) => {
      const checkouts = text.split('uses: actions/checkout@').slice(1);
      const open = checkouts.filter(
        (rest) => !/^.*\n\s+with:\n\s+persist-credentials: false\n/.test(rest),
      );
      expect(checkouts.length).toBeGreaterThan(0);
      expect(open).toEqual([]);
    },
  );

  it.each(everyJob)('put no expression into a command, in $name of $path', ({ text }) => {
    // An expression is replaced before the shell reads the line: whatever it holds would be run.
    const commands = [...text.matchAll(/^( +)(?:- )?run: (?:\|\n((?:\1 +.*\n|\n)+)|(.*)\n)/gm)];
    expect(commands.filter(([command]) => command.includes('${{'))).toEqual([]);
  });

  it.each(everyJob)('end by themselves: $name of $path', ({ text }) => {
    expect(text).toMatch(/^ {4}(timeout-minutes: \d+|uses: \.\/.*)$/m);
  });

  it.each(everyJob)('run scripts that are there, in $name of $path', ({ text }) => {
    const manifest = JSON.parse(readText('package.json'));
    const scripts = [...text.matchAll(/packageManager"\)" run ([\w:]+)/g)].map(([, name]) => name);
    expect(scripts.filter((name) => !(String(name) in manifest.scripts))).toEqual([]);
  });
});

describe('publishing', () => {
  const release = workflows.find(({ path }) => path.endsWith('/release.yml'));
  const job = release?.jobs.get('publish') ?? '';

  it('is what one job alone has an identity for', () => {
    const identified = everyJob.filter(({ text }) => text.includes('id-token'));
    expect(identified.map(({ path, name }) => `${path} ${name}`)).toEqual([
      '.github/workflows/release.yml publish',
    ]);
    expect(/^ {4}permissions:\n((?: {6}.*\n)+)/m.exec(job)?.[1]).toBe('      id-token: write\n');
  });

  it('has provenance, behind an environment, after the checks', () => {
    expect(job).toMatch(/npm publish .*--provenance --access public --ignore-scripts$/m);
    expect(job).toMatch(/^ {4}environment: npm$/m);
    expect(job).toMatch(/^ {4}needs: \[check, pack\]$/m);
  });

  it('needs no token', () => {
    const withSecrets = workflows.filter(({ text }) =>
      /secrets\.|NODE_AUTH_TOKEN|_authToken/.test(text),
    );
    expect(withSecrets).toEqual([]);
  });

  it('runs nothing of the repository', () => {
    expect(job).not.toContain('actions/checkout');
    expect(job).not.toMatch(/npm (ci|install)|npx/);
  });

  it.each(packages)(
    'is asked for by $path, which says where it comes from',
    ({ path, manifest }) => {
      const { publishConfig, repository } = JSON.parse(readText(`${path}/package.json`));
      expect(publishConfig).toMatchObject({ access: 'public', provenance: true });
      // npm compares this with the repository that the workflow runs in.
      expect(repository).toEqual({
        type: 'git',
        url: 'git+https://github.com/hooklane/hooklane.git',
        directory: path,
      });
      expect(manifest.version).toMatch(/^\d+\.\d+\.\d+/);
    },
  );
});
