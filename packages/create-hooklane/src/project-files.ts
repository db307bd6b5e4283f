import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { alignComments } from './align-comments.ts';
import type { Choices } from './choices.ts';
import { createManifest, layersOf, scriptsOf } from './manifest.ts';
import { packageManagers } from './package-manager.ts';
import { type TemplateChoice, templates } from './template-list.ts';

/** What a project consists of: text by path, with `/`. */
export type ProjectFiles = ReadonlyMap<string, string>;

/** The part of a README that a layer brings. */
const deployPart = '_deploy.md';

// From `src` and from `dist` alike.
const templatesDirectory = fileURLToPath(new URL('../templates/', import.meta.url));

/** Puts the files of a project together; `version` is that of this package. */
export function createProjectFiles(
  { name, choice, packageManager }: Omit<Choices, 'directory'>,
  { version }: { readonly version: string },
): ProjectFiles {
  const files = new Map(layersOf(choice).flatMap(readLayer));
  const deploy = files.get(deployPart) ?? '';
  files.delete(deployPart);
  const { run, install, installFiles, installProduction } = packageManagers[packageManager];
  const texts = {
    ...{ name, run, install, installProduction },
    installFiles: installFiles.join(' '),
    installFilesAllowed: installFiles.map((file) => `!${file}`).join('\n'),
    ...textsOf(choice, run),
  };
  const fill = createFill({ ...texts, deploy: createFill(texts)(deploy).trimEnd() });
  const manifest = createManifest({ name, choice, packageManager, version });
  const all = [
    ['package.json', `${JSON.stringify(manifest, undefined, 2)}\n`] as const,
    ...[...files].map(([path, text]) => [pathOf(path), alignComments(fill(text))] as const),
    ...packageManagerFiles({ choice, packageManager }),
  ];
  return new Map(all.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

function readLayer(layer: string): (readonly [path: string, text: string])[] {
  const directory = join(templatesDirectory, layer);
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const absolute = join(entry.parentPath, entry.name);
      const path = absolute.slice(directory.length + 1).replaceAll('\\', '/');
      return [path, readFileSync(absolute, 'utf8')] as const;
    });
}

/** `_gitignore` is a `.gitignore`, which npm would leave out of a package; so would others act on what is there. */
function pathOf(path: string): string {
  return path.replaceAll(/(?<=^|\/)_/g, '.').replace(/^\.(biome|tsconfig)\.json$/, '$1.json');
}

function createFill(values: Readonly<Record<string, string>>): (text: string) => string {
  return (text) =>
    text.replaceAll(/\{\{(\w+)\}\}/g, (_, key: string) => {
      const value = values[key];
      if (value === undefined)
        throw new Error(`A template has a place for ${key}: nothing fills it`);
      return value;
    });
}

function textsOf(choice: TemplateChoice, run: string): Readonly<Record<string, string>> {
  const { template, store } = choice;
  const rows = scriptsOf(choice).map(
    ([script, [, about]]) => `| \`${run} ${script}\` | ${about} |`,
  );
  const isTableScripted = layersOf(choice).includes('dynamodb-table');
  return {
    summary: templates[template].summary,
    scripts: ['| | |', '| --- | --- |', ...rows].join('\n'),
    storeSummary:
      store === 'dynamodb'
        ? 'subscriptions, events and results, in a table of DynamoDB.'
        : 'subscriptions, events and results, in a file of SQLite: all processes that use it are on one machine.',
    storeRights: store === 'dynamodb' ? ', and on the table what `createDynamoDbStore` names' : '',
    tableStep: isTableScripted ? `${run} create-table  # once\n` : '',
  };
}

function packageManagerFiles({
  choice,
  packageManager,
}: Pick<Choices, 'choice' | 'packageManager'>): readonly (readonly [string, string])[] {
  // Without it Yarn keeps packages in archives, where Node finds none and tsc no types.
  if (packageManager === 'yarn') return [['.yarnrc.yml', 'nodeLinker: node-modules\n']];
  // pnpm fails to install what has a script of which nobody said whether it may run.
  const hasEsbuild = packageManager === 'pnpm' && layersOf(choice).includes('receiver-lambda');
  return hasEsbuild ? [['pnpm-workspace.yaml', 'allowBuilds:\n  esbuild: true\n']] : [];
}
