import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { tryCommand } from '../../run-command.ts';

/** Why there is no runtime client, and how to get it, in one line. */
export interface MissingRic {
  readonly missing: string;
}

const version = '4.0.2';
const buildTools = ['npm', 'sh', 'cmake', 'make', 'g++', 'tar', 'xz', 'python3'];

let building: Promise<void> | undefined;

/**
 * The directory of the package `aws-lambda-ric`, which runs a function as Lambda does. Builds it the first
 * time, in a cache outside of the workspace: `HOOKLANE_CACHE`, or `.cache/hooklane` at home.
 *
 * @throws Error when the tools are there and the build fails all the same
 */
export async function ricDirectory(): Promise<string | MissingRic> {
  const directory = cacheDirectory();
  const ric = packageIn(directory);
  if (await isBuilt(ric)) return ric;
  if (process.platform !== 'linux') {
    return {
      missing: `aws-lambda-ric ${version} runs on Linux only; this is ${process.platform}.`,
    };
  }
  const absent = await absentTools();
  if (absent.length > 0) {
    return {
      missing: `aws-lambda-ric ${version} cannot be built without ${absent.join(', ')}: apt-get install cmake make g++ tar xz-utils python3`,
    };
  }
  building ??= build(directory);
  await building;
  return ric;
}

/** {@link ricDirectory} for a test run, which builds nothing unless `HOOKLANE_TEST_LAMBDA` is 1. */
export async function ricForTests(): Promise<string | MissingRic> {
  const ric = packageIn(cacheDirectory());
  if (await isBuilt(ric)) return ric;
  if (process.env['HOOKLANE_TEST_LAMBDA'] === '1') return ricDirectory();
  return {
    missing: `aws-lambda-ric ${version} is not built; HOOKLANE_TEST_LAMBDA=1 builds it once, in about a minute.`,
  };
}

function cacheDirectory(): string {
  const { HOOKLANE_CACHE } = process.env;
  const cache = HOOKLANE_CACHE || join(homedir(), '.cache', 'hooklane');
  const [major] = process.versions.node.split('.');
  return join(cache, `aws-lambda-ric-${version}-node${major}`);
}

function packageIn(directory: string): string {
  return join(directory, 'node_modules', 'aws-lambda-ric');
}

function isBuilt(ric: string): Promise<boolean> {
  return isThere(join(ric, 'rapid-client.node'), constants.R_OK);
}

async function absentTools(): Promise<readonly string[]> {
  const found = await Promise.all(buildTools.map(isOnPath));
  return buildTools.filter((_, index) => found[index] !== true);
}

async function isOnPath(tool: string): Promise<boolean> {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  const found = await Promise.all(
    directories.map((directory) => isThere(join(directory, tool), constants.X_OK)),
  );
  return found.includes(true);
}

function isThere(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  );
}

/** Builds beside the place and moves there: what is in the place is whole, whoever else builds. */
async function build(directory: string): Promise<void> {
  process.stdout.write(`Building aws-lambda-ric ${version} in ${directory}: about a minute.\n`);
  await mkdir(dirname(directory), { recursive: true });
  const workshop = await mkdtemp(`${directory}-`);
  try {
    await install(workshop);
    await rename(workshop, directory).catch(async (error: unknown) => {
      // Another process was first: its build is as good.
      if (!(await isBuilt(packageIn(directory)))) throw error;
    });
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

async function install(directory: string): Promise<void> {
  const manifest = {
    private: true,
    dependencies: { 'aws-lambda-ric': version },
    // The package compiles itself as it is installed; npm may ask for leave.
    allowScripts: { 'aws-lambda-ric': true },
  };
  await writeFile(join(directory, 'package.json'), JSON.stringify(manifest));
  const { isOk, output } = await tryCommand(
    'npm',
    ['install', '--no-audit', '--no-fund'],
    directory,
  );
  if (isOk && (await isBuilt(packageIn(directory)))) return;
  throw new Error(`aws-lambda-ric ${version} could not be built:\n${output.slice(-4_000)}`);
}
