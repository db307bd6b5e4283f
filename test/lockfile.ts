import { posix } from 'node:path';
import { compareText, manifests } from './workspace.ts';

/** A mapping of the lockfile, or a value of it. */
type Node = ReadonlyMap<string, Node> | string;

/**
 * Everything that a package of the workspace brings into production, by name and version, in order: what the lockfile
 * has for its dependencies, theirs, and so on. Peers are not among it, because whoever has them brings them.
 */
export function productionClosure(lockfile: string, path: string): readonly string[] {
  const tree = parseMappings(lockfile);
  const found = new Set<string>();
  const visited = new Set<string>();

  function follow(from: string, dependencies: ReadonlyMap<string, Node>): void {
    for (const [name, entry] of dependencies) {
      const version = typeof entry === 'string' ? entry : String(entry.get('version'));
      if (version.startsWith('link:')) followImporter(posix.join(from, version.slice(5)));
      else followSnapshot(name, version);
    }
  }

  function followImporter(importer: string): void {
    const { name, version } = manifests.get(`${importer}/package.json`) ?? {};
    found.add(`${name}@${version}`);
    if (visited.has(importer)) return;
    visited.add(importer);
    follow(importer, mappingAt(tree, ['importers', importer, 'dependencies']));
  }

  function followSnapshot(name: string, version: string): void {
    // `npm:` aliases name another package: `fast-uri: fast-uri@3.1.9`.
    const key = /^(@|[a-z])/.test(version) ? version : `${name}@${version}`;
    found.add(key.replace(/\(.*$/, ''));
    if (visited.has(key)) return;
    visited.add(key);
    const peers = mappingAt(tree, ['packages', key.replace(/\(.*$/, ''), 'peerDependencies']);
    for (const kind of ['dependencies', 'optionalDependencies']) {
      const dependencies = mappingAt(tree, ['snapshots', key, kind]);
      follow('', new Map([...dependencies].filter(([dependency]) => !peers.has(dependency))));
    }
  }

  follow(path, mappingAt(tree, ['importers', path, 'dependencies']));
  return [...found].toSorted(compareText);
}

function mappingAt(tree: Node, path: readonly string[]): ReadonlyMap<string, Node> {
  const node = path.reduce<Node | undefined>(
    (parent, key) => (typeof parent === 'object' ? parent.get(key) : undefined),
    tree,
  );
  return typeof node === 'object' ? node : new Map();
}

/** Reads the mappings of a lockfile: of YAML no more than pnpm writes of it. */
function parseMappings(text: string): Node {
  const tree = new Map<string, Node>();
  const open = [tree];
  for (const line of text.split('\n')) {
    const [, indent, quoted, plain, value] =
      /^( *)(?:'(.*?)'|([^\s'].*?)):(?: (.*))?$/.exec(line) ?? [];
    if (indent === undefined) continue;
    const depth = indent.length / 2;
    const parent = open[depth] ?? tree;
    const child = new Map<string, Node>();
    parent.set(quoted ?? plain ?? '', value === undefined ? child : value.replaceAll("'", ''));
    open.splice(depth + 1, Infinity, child);
  }
  return tree;
}
