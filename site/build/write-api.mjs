// Writes the API reference from the doc comments of every entry of every package.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Application, LogLevel } from 'typedoc';

/** The entries of the packages, by the name that a host imports. */
async function listEntries(root) {
  const packages = (await readdir(join(root, 'packages'))).sort();
  const lists = await Promise.all(
    packages.map(async (folder) => {
      const path = join(root, 'packages', folder);
      const manifest = JSON.parse(await readFile(join(path, 'package.json'), 'utf8'));
      return Object.entries(manifest.exports ?? {})
        .filter(([, target]) => target['@hooklane/source'] !== undefined)
        .map(([entry, target]) => ({
          name: entry === '.' ? manifest.name : `${manifest.name}/${entry.slice(2)}`,
          source: join(path, target['@hooklane/source']),
          // How TypeDoc calls it: the path from the folder that all have in common.
          found: join(folder, target['@hooklane/source']).replace(/(\/index)?\.ts$/, ''),
        }));
    }),
  );
  return lists.flat();
}

/**
 * Writes one folder of Markdown for each entry under `out`, and gives the names of the entries. Throws when
 * something exported has no doc comment, or a link in one leads nowhere.
 */
export async function writeApi({ root, out }) {
  const entries = await listEntries(root);
  const app = await Application.bootstrapWithPlugins({
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: entries.map(({ source }) => source),
    tsconfig: join(root, 'site/build/tsconfig.json'),
    outputs: [{ name: 'markdown', path: out }],
    name: 'API reference',
    readme: 'none',
    disableSources: true,
    excludeExternals: true,
    excludeInternal: true,
    validation: { notDocumented: true, notExported: false, invalidLink: true },
    requiredToBeDocumented: ['Function', 'Class', 'Interface', 'TypeAlias', 'Variable'],
    logLevel: LogLevel.Warn,
    // Of the plugin for Markdown.
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useCodeBlocks: true,
    expandObjects: true,
    parametersFormat: 'table',
    propertiesFormat: 'table',
    typeDeclarationFormat: 'table',
    outputFileStrategy: 'modules',
    entryFileName: 'index',
  });
  const project = await app.convert();
  if (project === undefined) throw new Error('TypeDoc could not read the sources');
  for (const module of project.children ?? []) {
    module.name = entries.find(({ found }) => found === module.name)?.name ?? module.name;
  }
  app.validate(project);
  if (app.logger.hasErrors() || app.logger.hasWarnings()) {
    throw new Error('The API reference has gaps: see above');
  }
  await app.generateOutputs(project);
  return entries.map(({ name }) => name);
}
