import { type Dependency, type Layer, type LayerName, layers } from './layers.ts';
import { nodeRange } from './node-version.ts';
import { type PackageManagerName, packageManagers } from './package-manager.ts';
import { type Template, type TemplateChoice, templates } from './template-list.ts';
import { type ThirdParty, thirdPartyVersions } from './third-party-versions.ts';

/** The `package.json` of a project. */
export interface ProjectManifest {
  readonly name: string;
  readonly version: string;
  readonly private: true;
  readonly type: 'module';
  readonly engines: { readonly node: string };
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** What the `package.json` of a project follows from. */
export interface ManifestOptions {
  readonly name: string;
  readonly choice: TemplateChoice;
  readonly packageManager: PackageManagerName;
  /** Of this package, which all of Hooklane share. */
  readonly version: string;
}

/** Writes the `package.json` of a project. */
export function createManifest(options: ManifestOptions): ProjectManifest {
  const { name, choice, packageManager, version } = options;
  const { run } = packageManagers[packageManager];
  const parts = layersOf(choice).map((layer): Layer => layers[layer]);
  const needed = new Set(parts.flatMap(({ dependencies = [] }) => dependencies));
  const forWork = parts.flatMap(({ devDependencies = [] }) => devDependencies);
  const versionsOf = (names: readonly Dependency[]): Readonly<Record<string, string>> =>
    Object.fromEntries([...names].toSorted(inOrder).map((one) => [one, versionOf(one, version)]));
  return {
    name,
    version: '0.0.0',
    private: true,
    type: 'module',
    engines: { node: nodeRange },
    scripts: Object.fromEntries(
      scriptsOf(choice).map(([script, [command]]) => [script, command.replaceAll('{{run}}', run)]),
    ),
    dependencies: versionsOf([...needed]),
    devDependencies: versionsOf(forWork.filter((one) => !needed.has(one))),
  };
}

/** The scripts of a project, with what each does. */
export function scriptsOf(
  choice: TemplateChoice,
): readonly (readonly [name: string, script: readonly [command: string, about: string]])[] {
  const parts = layersOf(choice).map((layer): Layer => layers[layer]);
  // Those of a project's own come before those that all have.
  return Object.entries(Object.assign({}, ...parts.toReversed().map(({ scripts }) => scripts)));
}

/** The packages that a project depends on. */
export function dependenciesOf(choice: TemplateChoice): readonly Dependency[] {
  return layersOf(choice).flatMap((layer) => {
    const { dependencies = [], devDependencies = [] }: Layer = layers[layer];
    return [...dependencies, ...devDependencies];
  });
}

/** The folders of `templates/` that a project is made of. */
export function layersOf({ template, store }: TemplateChoice): readonly LayerName[] {
  const { layersFor }: Template = templates[template];
  return layersFor(store);
}

/** As package managers sort them, whatever the language of the machine. */
function inOrder(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function versionOf(name: Dependency, ownVersion: string): string {
  return isThirdParty(name) ? thirdPartyVersions[name] : `^${ownVersion}`;
}

function isThirdParty(name: Dependency): name is ThirdParty {
  return Object.hasOwn(thirdPartyVersions, name);
}
