import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Outside the workspace: what a newcomer installs must not carry them.
const home = fileURLToPath(new URL('../../../../.hooklane/bench-verify', import.meta.url));

const versions = {
  '@octokit/webhooks-methods': '6.0.0',
  standardwebhooks: '1.1.1',
  stripe: '23.1.0',
  svix: '2.5.0',
} as const;

/** A package that is measured beside ours. */
export type PeerName = keyof typeof versions;

/** Installs the peers, unless they are there in these versions. */
export function installPeers(): void {
  mkdirSync(home, { recursive: true });
  const manifest = JSON.stringify({ private: true, dependencies: versions }, null, 2);
  const isThere = Object.keys(versions).every(
    (name) => versionOf(name as PeerName) === versions[name as PeerName],
  );
  if (isThere) return;
  writeFileSync(join(home, 'package.json'), manifest);
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--silent'], {
    cwd: home,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** The installed version of a peer, or nothing. */
export function versionOf(name: PeerName): string | undefined {
  try {
    const text = readFileSync(join(home, 'node_modules', name, 'package.json'), 'utf8');
    return JSON.parse(text).version;
  } catch {
    return undefined;
  }
}

/** Loads a peer as its users do, from where it is installed. */
export async function loadPeer<Module>(name: PeerName): Promise<Module> {
  const loader = join(home, 'load.mjs');
  writeFileSync(loader, 'export const load = (name) => import(name);\n');
  const { load } = await import(loader);
  return load(name);
}
