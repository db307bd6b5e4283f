import { mkdirSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pnpmCommand } from './run-pnpm.ts';

export interface ReaderEnvironmentOptions {
  /** The registry that is asked, with a slash at its end. */
  readonly registry: string;
  /** Where caches and commands of the run are kept. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * The environment of somebody who never saw this repository: nothing that the package manager tells the scripts of a
 * workspace, this Node first, pnpm beside it, and caches of their own, so that no older package of the same version is
 * taken.
 */
export function readerEnvironment({
  registry,
  home,
  env,
}: ReaderEnvironmentOptions): NodeJS.ProcessEnv {
  const bin = join(home, 'bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(process.execPath, join(bin, 'node'));
  symlinkSync(pnpmCommand, join(bin, 'pnpm'));
  const path = (env['PATH'] ?? '')
    .split(delimiter)
    .filter((directory) => !directory.includes('node_modules'))
    .join(delimiter);
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => !isOfWorkspace(name))),
    PATH: `${bin}${delimiter}${path}`,
    NO_COLOR: '1',
    // Somebody who uses git: a machine of CI may know nobody.
    GIT_CONFIG_COUNT: '2',
    GIT_CONFIG_KEY_0: 'user.name',
    GIT_CONFIG_VALUE_0: 'Reader',
    GIT_CONFIG_KEY_1: 'user.email',
    GIT_CONFIG_VALUE_1: 'reader@reader.example',
    npm_config_registry: registry,
    npm_config_cache: join(home, 'npm-cache'),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    npm_config_yes: 'true',
    pnpm_config_registry: registry,
    pnpm_config_store_dir: join(home, 'pnpm-store'),
    XDG_CACHE_HOME: join(home, 'cache'),
  };
}

function isOfWorkspace(name: string): boolean {
  return /^(p?npm_|init_cwd$|node$|node_path$|node_options$|aws_|hooklane_)/i.test(name);
}
