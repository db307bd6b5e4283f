import { isBuiltin } from 'node:module';
import { dirname, posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packages, readText, sourceFiles, type WorkspacePackage } from './workspace.ts';

/** Who may import whom; ARCHITECTURE.md says why. Arrows point one way only. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  signature: [],
  core: ['signature'],
  queue: ['core'],
  receiver: ['signature'],
  handler: ['core', 'queue', 'signature'],
  provisioner: ['core'],
  subscriptions: ['core', 'queue'],
  ops: ['core', 'queue'],
  cdk: ['core', 'ops', 'provisioner'],
  local: ['core', 'handler', 'provisioner', 'queue', 'receiver', 'signature', 'subscriptions'],
  cli: [
    'core',
    'handler',
    'local',
    'ops',
    'provisioner',
    'queue',
    'receiver',
    'signature',
    'subscriptions',
  ],
  'create-hooklane': [],
};

const importForms = [
  /(?:^|;)\s*(?:import|export)\s[^;'"]*?\sfrom\s+['"]([^'"]+)['"]/gm,
  /(?:^|;)\s*import\s+['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g,
  /\bimport\.meta\.resolve\(\s*['"]([^'"]+)['"]/g,
  /\brequire(?:\.resolve)?\(\s*['"]([^'"]+)['"]/g,
];

interface Import {
  readonly file: string;
  readonly specifier: string;
}

function importsOf(pkg: WorkspacePackage): readonly Import[] {
  return sourceFiles(pkg).flatMap((file) =>
    specifiersIn(readText(file)).map((specifier) => ({ file, specifier })),
  );
}

function specifiersIn(text: string): readonly string[] {
  return importForms.flatMap((form) =>
    [...text.matchAll(form)].map(([, specifier = '']) => specifier),
  );
}

describe('the scanner of imports', () => {
  it.each([
    "import { a } from 'x';",
    "import {\n  a,\n} from 'x';",
    "import type { A } from 'x';",
    "import 'x';",
    "export { a } from 'x';",
    "const a = 1; import { b } from 'x';",
    "import a from 'x'",
    "await import('x')",
    "import.meta.resolve('x')",
    "require.resolve('x')",
  ])('sees the x of %j', (text) => {
    expect(specifiersIn(text)).toEqual(['x']);
  });

  it('sees nothing in a text', () => {
    expect(specifiersIn("// what comes from 'x'")).toEqual([]);
  });
});

/** `@hooklane/queue/embedded` comes from `@hooklane/queue`. */
function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function siblingsIn(names: readonly string[]): readonly string[] {
  const own = names.filter((name) => name.startsWith('@hooklane/'));
  return own.map((name) => name.slice('@hooklane/'.length));
}

function runtimeDependencies({ manifest }: WorkspacePackage): readonly string[] {
  return Object.keys({
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
  });
}

describe.each(packages)('$path', (pkg) => {
  const allowed = arrows[pkg.name] ?? [];
  const imports = importsOf(pkg);
  const packageImports = imports.filter(
    ({ specifier }) => !specifier.startsWith('.') && !isBuiltin(specifier),
  );

  it('has its place among the arrows', () => {
    expect(Object.keys(arrows)).toContain(pkg.name);
  });

  it('depends at run time on none but whom its arrows point to', () => {
    const others = siblingsIn(runtimeDependencies(pkg));
    expect(others.filter((name) => !allowed.includes(name))).toEqual([]);
  });

  it('imports none but whom its arrows point to', () => {
    const wrong = packageImports.filter(({ specifier }) =>
      siblingsIn([packageOf(specifier)]).some((name) => !allowed.includes(name)),
    );
    expect(wrong).toEqual([]);
  });

  it('imports nothing that it does not depend on at run time', () => {
    const declared = new Set(runtimeDependencies(pkg));
    expect(packageImports.filter(({ specifier }) => !declared.has(packageOf(specifier)))).toEqual(
      [],
    );
  });

  it('names the modules of Node with `node:`', () => {
    const bare = imports.filter(
      ({ specifier }) => isBuiltin(specifier) && !specifier.startsWith('node:'),
    );
    expect(bare).toEqual([]);
  });

  it('reaches into no other folder by a relative path', () => {
    const outside = imports.filter(({ file, specifier }) => {
      if (!specifier.startsWith('.')) return false;
      return !posix.join(dirname(file), specifier).startsWith(`${pkg.path}/src/`);
    });
    expect(outside).toEqual([]);
  });
});

describe('the arrows', () => {
  it('make no circle', () => {
    const above = (name: string, path: readonly string[]): readonly string[] => {
      if (path.includes(name)) throw new Error(`A circle: ${[...path, name].join(' → ')}`);
      return (arrows[name] ?? []).flatMap((next) => [next, ...above(next, [...path, name])]);
    };
    for (const name of Object.keys(arrows)) expect(above(name, [])).not.toContain(name);
  });

  it.each(['receiver', 'signature'])('keep %s free of dependencies of others', (name) => {
    const pkg = packages.find((candidate) => candidate.name === name);
    const dependencies = pkg === undefined ? ['missing'] : runtimeDependencies(pkg);
    // A subpath may work on a package that its user has anyway; the root never does.
    const isOptional = (dependency: string): boolean =>
      pkg?.manifest.peerDependenciesMeta?.[dependency]?.optional === true;
    const others = dependencies.filter((dependency) => !dependency.startsWith('@hooklane/'));
    expect(others.filter((dependency) => !isOptional(dependency))).toEqual([]);
  });
});
