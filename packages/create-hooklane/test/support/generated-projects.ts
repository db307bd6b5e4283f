import {
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { packages, root } from '../../../../test/workspace.ts';
import { type PackageManagerName, packageManagerNames } from '../../src/package-manager.ts';
import { createProjectFiles } from '../../src/project-files.ts';
import { type TemplateChoice, templateChoices } from '../../src/template-list.ts';
import { writeProject } from '../../src/write-project.ts';

/** A project that was made, with the packages of the workspace. */
export interface GeneratedProject {
  readonly choice: TemplateChoice;
  readonly directory: string;
}

/**
 * Makes a project of each kind in a directory, each with another package manager, beside a `node_modules` that has the
 * packages of the workspace and what those depend on, and a `tsconfig.json` of all.
 */
export function generateProjects(directory: string): readonly GeneratedProject[] {
  const projects = templateChoices.map((choice, index) => {
    const { template, store } = choice;
    const name = store === undefined ? template : `${template}-${store}`;
    const packageManager = managerAt(index);
    const files = createProjectFiles({ name, choice, packageManager }, { version: '0.1.0' });
    writeProject(join(directory, name), files);
    linkPackages(directory, JSON.parse(files.get('package.json') ?? '{}'));
    return { choice, directory: join(directory, name) };
  });
  const config = {
    extends: `${projects[0]?.directory}/tsconfig.json`,
    compilerOptions: { customConditions: ['@hooklane/source'] },
    include: ['*/**/*.ts'],
    exclude: ['node_modules'],
  };
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(config));
  return projects;
}

function managerAt(index: number): PackageManagerName {
  return packageManagerNames[index % packageManagerNames.length] ?? 'npm';
}

interface Dependent {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function linkPackages(directory: string, { dependencies, devDependencies }: Dependent): void {
  for (const name of Object.keys({ ...dependencies, ...devDependencies })) {
    const link = join(directory, 'node_modules', name);
    if (existsSync(link)) continue;
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(placeOf(name), link, 'junction');
  }
}

/** Where the workspace has a package: its own, or where one of its own or an example finds it. */
function placeOf(name: string): string {
  const own = packages.find(({ manifest }) => manifest.name === name);
  if (own !== undefined) return join(root, own.path);
  const examples = readdirSync(join(root, 'examples')).map((example) => `examples/${example}`);
  const place = ['.', ...packages.map(({ path }) => path), ...examples]
    .map((path) => join(root, path, 'node_modules', name))
    .find((path) => existsSync(path));
  if (place === undefined) throw new Error(`No package of the workspace depends on ${name}`);
  return realpathSync(place);
}
