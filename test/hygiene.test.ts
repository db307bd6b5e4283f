import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareText, listFiles, manifests, packages, readText, sourceFiles } from './workspace.ts';

const lockfile = 'pnpm-lock.yaml';
const texts = listFiles('')
  .filter((path) => path !== lockfile && !/\.(png|jpg|gif|ico|gz|tgz|db)$/.test(path))
  .map((path) => ({ path, text: readText(path) }));

function filesWith(pattern: RegExp): readonly string[] {
  return texts.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

describe('source files', () => {
  const sources = packages.flatMap(sourceFiles);

  it('have 250 lines at most', () => {
    const long = sources.filter((path) => readText(path).trimEnd().split('\n').length > 250);
    expect(long).toEqual([]);
  });

  it('are named after one concept', () => {
    const names = new Set([
      'utils',
      'util',
      'helpers',
      'helper',
      'common',
      'types',
      'misc',
      'shared',
    ]);
    const vague = sources.filter((path) =>
      path.split('/').some((part) => names.has(basename(part, '.ts'))),
    );
    expect(vague).toEqual([]);
  });

  it('export by name: no `export *` in an entry', () => {
    expect(sources.filter((path) => /^export \*/m.test(readText(path)))).toEqual([]);
  });
});

describe('the repository', () => {
  it('runs on the one version of Node that it names', () => {
    const text = readText('pnpm-workspace.yaml');
    const [, inCatalog] = /^ {2}node: (\S+)$/m.exec(text) ?? [];
    const [, forEngines] = /^nodeVersion: (\S+)$/m.exec(text) ?? [];
    expect([inCatalog, forEngines]).toEqual([process.versions.node, process.versions.node]);
  });

  it('names no host of a package registry outside of the lockfile', () => {
    // Put together from parts, so that this file names none either.
    const hosts = [
      ['npmjs', '(com|org)'],
      ['yarnpkg', 'com'],
      ['npmmirror', 'com'],
      ['npm', 'pkg', 'github', 'com'],
      ['jsr', 'io'],
      ['pypi', 'org'],
      ['pythonhosted', 'org'],
      ['proxy', 'golang', 'org'],
    ].map((parts) => parts.join('\\.'));
    expect(filesWith(new RegExp(`\\b(${hosts.join('|')})\\b`, 'i'))).toEqual([]);
  });

  it("names no path of anybody's machine", () => {
    expect(filesWith(/(?<![\w.:/*-])\/(work|root|home\/\w+|Users\/\w+)\//)).toEqual([]);
  });

  it('keeps one lockfile', () => {
    expect(
      listFiles('').filter((path) => /(^|\/)(package-lock\.json|yarn\.lock)$/.test(path)),
    ).toEqual([]);
  });

  it.each(packages)('says in ARCHITECTURE.md what $path is', ({ name }) => {
    expect(readText('ARCHITECTURE.md')).toMatch(
      new RegExp(`(^\\s*|packages/|@hooklane/|\`)${name}\\b`, 'm'),
    );
  });

  it('lists every dependency in docs/dependencies.md, and nothing else', () => {
    const used = [...manifests.values()].flatMap((manifest) =>
      Object.keys({
        ...manifest.dependencies,
        ...manifest.devDependencies,
        ...manifest.peerDependencies,
        ...manifest.optionalDependencies,
      }),
    );
    const thirdParty = new Set(used.filter((name) => !name.startsWith('@hooklane/')));
    const rows = readText('docs/dependencies.md').matchAll(/^\| `([^`]+)`/gm);
    const listed = [...rows].map(([, name]) => name ?? '');
    expect(listed.toSorted(compareText)).toEqual([...thirdParty].toSorted(compareText));
  });
});

describe('versions', () => {
  it('are the same in every package', () => {
    const versions = new Set(packages.map(({ manifest }) => manifest.version));
    expect([...versions]).toHaveLength(1);
  });

  it('agree with the one that the handler sends as its user agent', () => {
    const manifest = manifests.get('packages/handler/package.json');
    expect(readText('packages/handler/src/version.ts')).toContain(`'${manifest?.version}'`);
  });
});
