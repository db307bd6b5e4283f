import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles `lambda/<name>.ts` with all that it needs, without Docker, and says in which folder. */
export function bundleFunction(name: string): string {
  const folder = `${root}.hooklane/functions/${name}`;
  rmSync(folder, { recursive: true, force: true });
  buildSync({
    absWorkingDir: root,
    entryPoints: { index: `lambda/${name}.ts` },
    outdir: folder,
    // What it is, whatever the package.json above it says.
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    minify: true,
    // In this repository the packages are not built; from npm they are, and nothing else has this condition.
    conditions: ['@hooklane/source'],
    logLevel: 'warning',
  });
  return folder;
}
