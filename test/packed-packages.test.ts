import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, inject, it } from 'vitest';
import { tryCommand } from './run-command.ts';
import { compareText, type Manifest, packages, readText, root } from './workspace.ts';

/** What somebody imports: `@hooklane/queue/embedded`. */
const entries = packages.flatMap(({ manifest }) =>
  Object.keys(manifest.exports ?? {}).map((subpath) => `${manifest.name}${subpath.slice(1)}`),
);
const modules = entries.filter((entry) => !entry.endsWith('.json'));
const project = inject('installedIn');

// What partners install is as small as it can be: no sources, no maps.
const isSmall = ({ manifest }: (typeof packages)[number]): boolean =>
  manifest.files?.includes('src') === false;

describe.each(packages)('the tarball of $manifest.name', (pkg) => {
  const { name } = pkg.manifest;
  const installed = join(project, 'node_modules', name);
  const files = (): readonly string[] =>
    readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.parentPath.includes(`${name}/node_modules`))
      .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1));
  const manifest = (): Manifest =>
    JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest;

  it('holds what is built, its sources, and the texts', () => {
    const tops = new Set(files().map((file) => file.split('/', 1).join()));
    const wanted = [
      'LICENSE',
      'README.md',
      'dist',
      'package.json',
      ...(isSmall(pkg) ? [] : ['src']),
      ...(pkg.manifest.files?.includes('templates') ? ['templates'] : []),
    ];
    expect([...tops].toSorted(compareText)).toEqual(wanted);
  });

  it('holds no test and no configuration', () => {
    const unwanted = /(^|\/)test\/|\.test(-d)?\.ts$|(^|\/)tsconfig|\.config\.ts$|\.tsbuildinfo$/;
    // Projects that are made of templates have tests.
    const own = files().filter((file) => !file.startsWith('templates/'));
    expect(own.filter((file) => unwanted.test(file))).toEqual([]);
  });

  it('holds the file of every entry', () => {
    const targets = JSON.stringify(manifest().exports).matchAll(/"\.\/([^"]+\.(?:js|ts|json))"/g);
    const missing = [...targets]
      .map(([, file = '']) => file)
      .filter((file) => !files().includes(file));
    expect(missing).toEqual([]);
  });

  it('depends on versions, not on places in the workspace', () => {
    expect(JSON.stringify(manifest())).not.toMatch(/"(workspace|catalog|link|file):/);
  });

  it('runs nothing when it is installed', () => {
    const hooks = ['preinstall', 'install', 'postinstall', 'prepare'];
    expect(Object.keys(manifest().scripts ?? {}).filter((name) => hooks.includes(name))).toEqual(
      [],
    );
    expect(files()).not.toContain('binding.gyp');
  });

  it('has the licence of the repository', () => {
    expect(readFileSync(join(installed, 'LICENSE'), 'utf8')).toBe(readText('LICENSE'));
  });
});

describe('the receiver and what it stands on', () => {
  it('have less than 15 KB of JavaScript in their tarballs, compressed', () => {
    const files = ['signature', 'receiver'].flatMap((name) => {
      const dist = join(project, 'node_modules', '@hooklane', name, 'dist');
      const scripts = readdirSync(dist).filter((file) => file.endsWith('.js'));
      return scripts.map((file) => readFileSync(join(dist, file)));
    });
    expect(files.length).toBeGreaterThan(14);
    expect(gzipSync(Buffer.concat(files)).length).toBeLessThan(15_000);
  });

  it('publish the entries that the workspace uses, less the sources', () => {
    for (const { manifest } of packages.filter(isSmall)) {
      const exports = JSON.stringify(manifest.exports).replaceAll(
        /"@hooklane\/source":"[^"]+",/g,
        '',
      );
      expect(manifest.publishConfig?.exports).toEqual(JSON.parse(exports));
    }
  });

  it('have no side effects, and need no other package', () => {
    for (const name of ['signature', 'receiver']) {
      const path = join(project, 'node_modules', '@hooklane', name, 'package.json');
      const { sideEffects, dependencies = {} } = JSON.parse(readFileSync(path, 'utf8'));
      expect(sideEffects).toBe(false);
      expect(Object.keys(dependencies).filter((found) => found !== '@hooklane/signature')).toEqual(
        [],
      );
    }
  });
});

describe('the installed packages', () => {
  it.each(entries)('can be imported in plain Node: %s', async (entry) => {
    const attributes = entry.endsWith('.json') ? ", { with: { type: 'json' } }" : '';
    const program = `const all = await import('${entry}'${attributes}); console.log(Object.keys(all).length);`;
    const args = ['--input-type=module', '--eval', program];
    const { isOk, output } = await tryCommand(process.execPath, args, project);
    expect({ isOk, output }).toEqual({ isOk: true, output: expect.stringMatching(/^[1-9]\d*\n$/) });
  });

  it('compile in a strict project that checks their declarations too', async () => {
    const lines = modules.map((entry, index) => `export * as entry${index} from '${entry}';\n`);
    writeFileSync(join(project, 'all-entries.ts'), lines.join(''));
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      module: 'nodenext',
      target: 'es2024',
      lib: ['es2024', 'esnext.disposable'],
      types: ['node'],
      skipLibCheck: false,
      noEmit: true,
    };
    const config = { compilerOptions, files: ['all-entries.ts'] };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const args = [tsc, '--project', project, '--pretty', 'false'];
    const { isOk, output } = await tryCommand(process.execPath, args, project);
    const errors = output.split('\n').filter((line) => /(^|: )error TS/.test(line));
    // CDK's own declarations do not compile with `exactOptionalPropertyTypes`.
    expect(errors.filter((line) => !line.includes('node_modules/aws-cdk-lib/'))).toEqual([]);
    expect(isOk || errors.length > 0 ? '' : output).toBe('');
  }, 60_000);
});
