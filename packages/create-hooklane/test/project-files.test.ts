import { describe, expect, it } from 'vitest';
import { packageManagerNames } from '../src/package-manager.ts';
import { createProjectFiles, type ProjectFiles } from '../src/project-files.ts';
import { type TemplateChoice, templateChoices } from '../src/template-list.ts';

const version = '1.2.3';

function make(
  choice: TemplateChoice,
  packageManager = packageManagerNames[0] ?? 'npm',
): ProjectFiles {
  return createProjectFiles({ name: 'shop', choice, packageManager }, { version });
}

describe.each(templateChoices)('a project of $template $store', (choice) => {
  const files = make(choice);
  const manifest = JSON.parse(files.get('package.json') ?? '');

  it('has what every project has', () => {
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        '.editorconfig',
        '.gitignore',
        '.vscode/extensions.json',
        '.vscode/settings.json',
        'README.md',
        'biome.json',
        'package.json',
        'tsconfig.json',
      ]),
    );
    expect(manifest).toMatchObject({ name: 'shop', private: true, type: 'module' });
    expect(Object.keys(manifest.scripts)).toEqual(
      expect.arrayContaining(['check', 'demo', 'lint', 'start', 'test', 'typecheck']),
    );
  });

  it.each(packageManagerNames)('has no place left to fill in, for %s', (packageManager) => {
    const open = [...make(choice, packageManager)].filter(([, text]) => text.includes('{{'));
    expect(open).toEqual([]);
  });

  it('has no file with the name of a template', () => {
    expect([...files.keys()].filter((path) => /(^|\/)_/.test(path))).toEqual([]);
  });

  it('has the Hooklane of this package, and others at one version each', () => {
    const all: Record<string, string> = { ...manifest.dependencies, ...manifest.devDependencies };
    for (const [name, wanted] of Object.entries(all)) {
      expect(wanted).toMatch(name.startsWith('@hooklane/') ? /^\^1\.2\.3$/ : /^\d+\.\d+\.\d+$/);
    }
  });

  it('has a README of one screen that names every script', () => {
    const readme = files.get('README.md') ?? '';
    for (const script of Object.keys(manifest.scripts)) {
      expect(readme).toContain(`\`npm run ${script}\``);
    }
    expect(readme.split('\n').length).toBeLessThan(65);
  });

  it('runs only scripts and programs that are there', () => {
    const programs = Object.values<string>(manifest.scripts).flatMap((command) =>
      [...command.matchAll(/(?<= )\S+\.ts\b/g)].map(([path]) => path),
    );
    expect(programs.length).toBeGreaterThan(0);
    expect(programs.filter((path) => !files.has(path))).toEqual([]);
  });
});

describe('the files of a project', () => {
  it('speak of the package manager that was chosen', () => {
    const files = make({ template: 'worker-docker', store: 'sqlite' }, 'pnpm');
    expect(files.get('README.md')).toContain('pnpm install\npnpm run demo\n');
    expect(files.get('Dockerfile')).toContain('COPY package.json pnpm-lock.yaml ./\n');
    expect(JSON.parse(files.get('package.json') ?? '').scripts.check).toBe(
      'pnpm run lint && pnpm run typecheck && pnpm run test',
    );
  });

  it('have what a package manager needs to be told', () => {
    const local = { template: 'local', store: 'sqlite' } as const;
    expect(make(local, 'yarn').get('.yarnrc.yml')).toBe('nodeLinker: node-modules\n');
    expect(make({ template: 'receiver-lambda' }, 'pnpm').get('pnpm-workspace.yaml')).toBe(
      'allowBuilds:\n  esbuild: true\n',
    );
  });

  it('let a container be built from what either Yarn has locked', () => {
    const files = make({ template: 'worker-docker', store: 'sqlite' }, 'yarn');
    // The Yarn that comes with the image reads no lockfile of a later one, nor does a later one make a node_modules unasked.
    expect(files.get('Dockerfile')).toContain(
      'COPY package.json yarn.lock .yarnrc.yml ./\nRUN npx -y @yarnpkg/cli-dist@4 workspaces focus --production\n',
    );
    expect(files.get('.dockerignore')?.split('\n')).toEqual(
      expect.arrayContaining(['!yarn.lock', '!.yarnrc.yml']),
    );
  });

  it('leave region and profile to where cdk and hooklane look for them, too', () => {
    for (const template of ['lambda-cdk', 'lambda-sdk'] as const) {
      const names = make({ template, store: 'dynamodb' })
        .get('.env.example')
        ?.split('\n')
        .filter((line) => /^#? ?\w+=/.test(line));
      expect(names).toEqual(['STAGE=dev']);
    }
  });

  it('keep every file of secrets out of git', () => {
    const ignored = make({ template: 'local', store: 'sqlite' }).get('.gitignore')?.split('\n');
    expect(ignored).toEqual(
      expect.arrayContaining(['.env', '.env.*', '!.env.example', 'secrets/']),
    );
  });

  it('open the store that was chosen', () => {
    const open = (store: 'sqlite' | 'dynamodb'): string | undefined =>
      make({ template: 'lambda-sdk', store }).get('src/open-store.ts');
    expect(open('sqlite')).toContain('createSqliteStore');
    expect(open('dynamodb')).toContain('createDynamoDbStore');
  });
});
