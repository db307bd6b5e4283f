// Builds the code of lanes' functions: one minified file in a zip that is the same byte for byte, and its map beside it.
// The map is not in the zip: Node would read it at every start, and it would be five sixths of the code that Lambda stores.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { zipSync } from 'fflate';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));
// The earliest that a zip can say; in local time, as it is read.
const mtime = '1980-01-01T00:00:00';

/** Builds into `directory`; whoever reads it sees the whole of it or nothing. */
export async function buildLambda(
  directory: string = `${packageRoot}dist/function`,
  format: 'cjs' | 'esm' = 'cjs',
): Promise<{ readonly files: Readonly<Record<string, Uint8Array>>; readonly zip: Uint8Array }> {
  const { outputFiles } = await build({
    absWorkingDir: packageRoot,
    entryPoints: { index: 'src/lambda/bundle-entry.ts' },
    outdir: 'bundle',
    bundle: true,
    format,
    platform: 'node',
    target: 'node22',
    minify: true,
    legalComments: 'none',
    sourcemap: 'external',
    sourcesContent: true,
    conditions: ['@hooklane/source'],
    alias: { '@aws-sdk/client-sqs': `${packageRoot}src/lambda/sqs-commands.ts` },
    // Asked for where it is installed, and never in the function.
    external: ['@opentelemetry/api'],
    write: false,
  });
  const extension = format === 'cjs' ? 'js' : 'mjs';
  const contentsOf = (end: string): Uint8Array =>
    outputFiles.find(({ path }) => path.endsWith(end))?.contents ?? new Uint8Array();
  const files = {
    [`index.${extension}`]: contentsOf('.js'),
    [`index.${extension}.map`]: contentsOf('.map'),
  };
  const code = `index.${extension}`;
  const zip = zipSync({ [code]: files[code] ?? new Uint8Array() }, { mtime, level: 9 });
  const making = `${directory}.${process.pid}`;
  await mkdir(making, { recursive: true });
  for (const [name, contents] of Object.entries(files))
    await writeFile(`${making}/${name}`, contents);
  await writeFile(`${making}/handler.zip`, zip);
  await rm(directory, { recursive: true, force: true });
  await rename(making, directory);
  return { files, zip };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { files, zip } = await buildLambda();
  for (const [name, { length }] of Object.entries({ ...files, 'handler.zip': zip })) {
    process.stdout.write(`dist/function/${name} ${(length / 1_000).toFixed(1)} kB\n`);
  }
}
