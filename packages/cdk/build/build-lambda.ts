// Builds the code of the provisioner's function: one minified file, its map and the code of lanes, in a zip that is the
// same byte for byte. Needs that of @hooklane/handler, which is built before.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { handlerArtifact } from '@hooklane/handler/artifact';
import { build } from 'esbuild';
import { zipSync } from 'fflate';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
// The earliest that a zip can say; in local time, as it is read.
const mtime = '1980-01-01T00:00:00';

/** Builds into `directory`; whoever reads it sees the whole of it or nothing. */
export async function buildProvisionerLambda(
  directory: string = `${packageRoot}dist/function`,
): Promise<Readonly<Record<string, Uint8Array>>> {
  const { outputFiles } = await build({
    absWorkingDir: packageRoot,
    entryPoints: { index: 'src/lambda/bundle-entry.ts' },
    outdir: 'bundle',
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    // The modules that are written to be bundled: of the others nothing can be left out.
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    sourcemap: 'linked',
    // Most of it is the SDK, whose sources are public.
    sourcesContent: false,
    conditions: ['@hooklane/source'],
    write: false,
  });
  const contentsOf = (end: string): Uint8Array =>
    outputFiles.find(({ path }) => path.endsWith(end))?.contents ?? new Uint8Array();
  const code = {
    'index.js': contentsOf('.js'),
    'index.js.map': contentsOf('.map'),
    'handler.zip': (await handlerArtifact()).zip,
  };
  const files = { 'provisioner.zip': zipSync(code, { mtime, level: 9 }) };
  const making = `${directory}.${process.pid}`;
  await mkdir(making, { recursive: true });
  for (const [name, contents] of Object.entries(files))
    await writeFile(`${making}/${name}`, contents);
  await rm(directory, { recursive: true, force: true });
  await rename(making, directory);
  return files;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, { length }] of Object.entries(await buildProvisionerLambda())) {
    process.stdout.write(`dist/function/${name} ${(length / 1_000).toFixed(1)} kB\n`);
  }
}
