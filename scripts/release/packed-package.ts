import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../../test/run-command.ts';
import { type Manifest, packages, root } from '../../test/workspace.ts';
import { runPnpm } from './run-pnpm.ts';

/** A package as it would be published. */
export interface PackedPackage {
  readonly name: string;
  readonly version: string;
  /** Path of the `.tgz`. */
  readonly file: string;
  /** `sha512-` and base64, as lockfiles have it. */
  readonly integrity: string;
  /** SHA-1 in hex, as old clients want it. */
  readonly shasum: string;
  /** The manifest inside of the tarball: versions instead of `workspace:` and `catalog:`. */
  readonly manifest: Manifest;
}

/**
 * Builds all packages and packs them into a directory, in the order in which they are to be published: nothing before
 * what it depends on.
 */
export async function packPackages(directory: string): Promise<readonly PackedPackage[]> {
  requireOneVersion();
  mkdirSync(directory, { recursive: true });
  const filter = ['--recursive', '--filter', './packages/*'];
  await runPnpm([...filter, 'run', 'build'], root);
  await runPnpm([...filter, 'pack', '--pack-destination', directory], root);
  const files = readdirSync(directory).filter((file) => file.endsWith('.tgz'));
  const packed = await Promise.all(files.map((file) => readPacked(join(directory, file))));
  const missing = packages.filter(
    ({ manifest }) => !packed.some(({ name }) => name === manifest.name),
  );
  if (missing.length > 0 || packed.length !== packages.length) {
    throw new Error(`${packages.length} packages, but these were packed: ${files.join(', ')}`);
  }
  return inOrder(packed);
}

function requireOneVersion(): void {
  const versions = new Set(packages.map(({ manifest }) => manifest.version));
  if (versions.size !== 1) {
    throw new Error(`All packages have one version. Found: ${[...versions].join(', ')}`);
  }
}

async function readPacked(file: string): Promise<PackedPackage> {
  const text = await runCommand('tar', ['-xzOf', file, 'package/package.json'], root);
  const manifest: Manifest = JSON.parse(text);
  const unresolved = /"(workspace|catalog):[^"]*"/.exec(
    JSON.stringify(manifest.dependencies ?? {}),
  );
  if (unresolved !== null) throw new Error(`${file} depends on ${unresolved[0]}`);
  const bytes = readFileSync(file);
  return {
    name: manifest.name,
    version: manifest.version ?? '',
    file,
    integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
    shasum: createHash('sha1').update(bytes).digest('hex'),
    manifest,
  };
}

/** Puts every package after those of ours that it depends on. */
function inOrder(packed: readonly PackedPackage[]): readonly PackedPackage[] {
  const ordered: PackedPackage[] = [];
  let rest = packed.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  while (rest.length > 0) {
    const names = new Set(rest.map(({ name }) => name));
    const ready = rest.filter(
      ({ manifest }) => !Object.keys(manifest.dependencies ?? {}).some((name) => names.has(name)),
    );
    if (ready.length === 0) throw new Error(`These depend on each other: ${[...names].join(', ')}`);
    ordered.push(...ready);
    rest = rest.filter((candidate) => !ready.includes(candidate));
  }
  return ordered;
}
