import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The parts of a `package.json` that these tests look at. */
export interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly files?: readonly string[];
  readonly publishConfig?: { readonly exports?: unknown };
}

/** A package of the workspace. */
export interface WorkspacePackage {
  /** `core` */
  readonly name: string;
  /** `packages/core` */
  readonly path: string;
  readonly manifest: Manifest;
}

export const root: string = fileURLToPath(new URL('..', import.meta.url));

/** The packages that are published. */
export const packages: readonly WorkspacePackage[] = readGroup('packages');

/** Every `package.json` of the repository, by path. */
export const manifests: ReadonlyMap<string, Manifest> = new Map(
  ['', ...packages.map(({ path }) => path), ...readGroup('examples').map(({ path }) => path)]
    .map((path) => join(path, 'package.json'))
    .map((path) => [path, readManifest(path)]),
);

/** Reads a file of the repository. */
export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function readManifest(path: string): Manifest {
  return JSON.parse(readText(path));
}

export function isThere(path: string): boolean {
  return existsSync(join(root, path));
}

/** What `.gitignore` names, and the repository's own data. */
const ignored = new Set(['.git', '.hooklane', 'coverage', 'dist', 'node_modules']);

/** The files under a folder of the repository, as paths from its root with `/`, in order. */
export function listFiles(folder: string): readonly string[] {
  const absolute = join(root, folder);
  if (!existsSync(absolute)) return [];
  return readdirSync(absolute, { withFileTypes: true })
    .filter(({ name }) => !ignored.has(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listFiles(path) : [relative('', path).split(sep).join('/')];
    })
    .sort();
}

/** The source files of a package. */
export function sourceFiles({ path }: WorkspacePackage): readonly string[] {
  return listFiles(`${path}/src`).filter((file) => file.endsWith('.ts'));
}

function readGroup(group: string): readonly WorkspacePackage[] {
  return readdirSync(join(root, group))
    .filter((name) => isThere(`${group}/${name}/package.json`))
    .map((name) => {
      const path = `${group}/${name}`;
      return { name, path, manifest: readManifest(`${path}/package.json`) };
    });
}

/** Puts text in the order of its characters, whatever the language of the machine. */
export function compareText(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
