import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { runCommand } from '../run-command.ts';
import { packages, readText, root } from '../workspace.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A project outside of the workspace in which all packages are installed from their tarballs. */
    readonly installedIn: string;
  }
}

// Set by the package manager for the scripts that it runs: the one that runs these tests, wherever it is.
const pnpm = process.env['npm_execpath']?.includes('pnpm') ? process.env['npm_execpath'] : 'pnpm';

/** What packages and subpaths need beside them. */
const optionalPeers = [
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-sqs',
  'aws-cdk-lib',
  'constructs',
  'fauxqs',
  'ky',
  'undici',
].map((name) => [name, catalogVersion(name)]);

/** Builds and packs all packages, and installs the tarballs as a user of Hooklane would. */
export async function setup({ provide }: TestProject): Promise<() => void> {
  // Outside of the workspace, so that nothing of it is found by accident.
  const directory = mkdtempSync(join(tmpdir(), 'hooklane-packed-'));
  const tarballs = join(directory, 'tarballs');
  const project = join(directory, 'project');
  mkdirSync(tarballs);
  const filter = ['--recursive', '--filter', './packages/*'];
  await runCommand(pnpm, [...filter, 'run', 'build'], root);
  await runCommand(pnpm, [...filter, 'pack', '--pack-destination', tarballs], root);
  makeProject(project, tarballs);
  await runCommand(pnpm, ['install', '--prefer-offline', '--ignore-scripts'], project);
  provide('installedIn', project);
  return () => rmSync(directory, { recursive: true, force: true });
}

function makeProject(project: string, tarballs: string): void {
  const files = readdirSync(tarballs);
  const specs = packages.map(({ manifest }): [string, string] => {
    const { name, version } = manifest;
    // `@hooklane/core` is packed as `hooklane-core`.
    const wanted = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
    if (!files.includes(wanted)) throw new Error(`${name} was not packed: ${files.join(', ')}`);
    return [name, `file:${join(tarballs, wanted)}`];
  });
  const manifest = {
    private: true,
    type: 'module',
    dependencies: { ...Object.fromEntries(specs), ...Object.fromEntries(optionalPeers) },
    devDependencies: { '@types/node': catalogVersion('@types/node') },
  };
  // The packages name each other by version; no registry is to be asked for those.
  const overrides = specs.map(([name, spec]) => `  '${name}': '${spec}'\n`).join('');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify(manifest, null, 2));
  writeFileSync(
    join(project, 'pnpm-workspace.yaml'),
    `packages: []\noverrides:\n${overrides}pmOnFail: ignore\nstrictDepBuilds: false\n`,
  );
}

function catalogVersion(name: string): string {
  const line = new RegExp(`^ {2}"?${name}"?: (\\S+)$`, 'm').exec(readText('pnpm-workspace.yaml'));
  if (line?.[1] === undefined) throw new Error(`${name} is not in the catalog`);
  return line[1];
}
