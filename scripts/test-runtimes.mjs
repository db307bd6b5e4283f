// Runs the portable cases of the receiver on other runtimes, against the packed packages, in a folder of its own:
// `pnpm test:runtimes`, or with names to run some: `pnpm test:runtimes bun deno`.
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const say = (line) => process.stdout.write(`${line}\n`);
const root = fileURLToPath(new URL('..', import.meta.url));
const home = join(root, '.hooklane/runtimes');

const dependencies = {
  bun: '1.4.5',
  deno: '2.9.6',
  esbuild: '0.28.2',
  miniflare: '4.20260730.0',
  node22: 'npm:node@22.23.3',
  node24: 'npm:node@24.21.0',
  node26: 'npm:node@26.9.0',
};

const tests = join(home, 'receiver/test/runtimes');
const bin = (path) => join(home, 'node_modules', path);
const commands = {
  'node 22': () => runMain(bin('node22/bin/node'), ['--disable-warning=ExperimentalWarning']),
  'node 24': () => runMain(bin('node24/bin/node'), []),
  'node 26': () => runMain(bin('node26/bin/node'), []),
  bun: () => runMain(bin('.bin/bun'), ['run']),
  deno: () =>
    runMain(bin('.bin/deno'), ['run', '--no-lock', '--quiet', '--node-modules-dir=manual']),
  'workerd, nodejs_compat': () => runWorker('worker.ts', ['nodejs_compat']),
  'workerd, no Node': () => runWorker('edge-worker.ts', []),
};

async function install() {
  await mkdir(home, { recursive: true });
  await run(
    'npx',
    [
      '-y',
      'pnpm',
      '--filter',
      '@hooklane/signature',
      '--filter',
      '@hooklane/receiver',
      'run',
      'build',
    ],
    { cwd: root },
  );
  await rm(join(home, 'packed'), { recursive: true, force: true });
  for (const name of ['signature', 'receiver']) {
    await run('npx', ['-y', 'pnpm', 'pack', '--pack-destination', join(home, 'packed')], {
      cwd: join(root, 'packages', name),
    });
  }
  const packed = await readdir(join(home, 'packed'));
  const tarballs = Object.fromEntries(
    ['signature', 'receiver'].map((name) => {
      const file = packed.find((candidate) => candidate.startsWith(`hooklane-${name}-`));
      return [`@hooklane/${name}`, `file:packed/${file}`];
    }),
  );
  const manifest = {
    private: true,
    type: 'module',
    dependencies: { ...dependencies, ...tarballs },
  };
  await writeFile(join(home, 'package.json'), JSON.stringify(manifest, null, 2));
  await rm(join(home, 'node_modules/@hooklane'), { recursive: true, force: true });
  await rm(join(home, 'package-lock.json'), { force: true });
  await run('npm', ['install', '--no-audit', '--no-fund'], { cwd: home, maxBuffer: 1e8 });
  await cp(join(root, 'packages/receiver/test/runtimes'), tests, { recursive: true });
  await cp(join(root, 'packages/signature/test/vectors'), join(home, 'signature/test/vectors'), {
    recursive: true,
  });
}

async function runMain(command, flags) {
  const { stdout: version } = await run(command, ['--version']);
  const { stdout } = await run(command, [...flags, 'main.ts'], { cwd: tests, timeout: 60_000 });
  return { version: version.split('\n')[0], ...JSON.parse(stdout) };
}

async function runWorker(entry, compatibilityFlags) {
  const require = createRequire(join(home, 'package.json'));
  const [{ build }, { Miniflare }] = ['esbuild', 'miniflare'].map((name) => require(name));
  const outfile = join(home, 'bundles', entry.replace('.ts', '.mjs'));
  // The edge bundle fails to build if a module of Node is in it.
  const external = compatibilityFlags.length > 0 ? ['node:*'] : [];
  await build({
    absWorkingDir: tests,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    external,
  });
  const miniflare = new Miniflare({
    modules: [{ type: 'ESModule', path: outfile, contents: await readFile(outfile, 'utf8') }],
    compatibilityDate: '2026-07-01',
    compatibilityFlags,
  });
  try {
    const response = await miniflare.dispatchFetch('http://localhost/');
    const { version } = JSON.parse(
      await readFile(join(home, 'node_modules/workerd/package.json'), 'utf8'),
    );
    return { version, ...(await response.json()) };
  } finally {
    await miniflare.dispose();
  }
}

const wanted = process.argv.slice(2).filter((name) => name !== '--');
const names = Object.keys(commands).filter(
  (name) => wanted.length === 0 || wanted.some((part) => name.startsWith(part)),
);
if (names.length === 0) {
  say(`No runtime is called ${wanted.join(' ')}. There are: ${Object.keys(commands).join('; ')}`);
  process.exit(2);
}
say('Packing the receiver and installing the runtimes ...');
await install();
let isGreen = true;
for (const name of names) {
  try {
    const { version, passed, failures } = await commands[name]();
    if (failures.length > 0 || passed === 0) isGreen = false;
    say(`${name.padEnd(24)} ${version.padEnd(24)} ${passed} passed, ${failures.length} failed`);
    for (const failure of failures) say(`  ${failure}`);
  } catch (error) {
    isGreen = false;
    say(`${name.padEnd(24)} did not run: ${error.message}\n${error.stderr ?? ''}`);
  }
}
process.exitCode = isGreen ? 0 : 1;
