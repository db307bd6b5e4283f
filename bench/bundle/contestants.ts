import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { zipSync } from 'fflate';
import { buildLambda } from '../../packages/handler/build/build-lambda.ts';

/** One function to be measured. */
export interface Contestant {
  readonly name: ContestantName;
  readonly zip: Uint8Array;
  /** Of the code, without its source map. */
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** Who is measured. */
export type ContestantName = 'empty' | 'Hooklane, cjs' | 'Hooklane, esm' | 'plain';

type Files = Readonly<Record<string, Uint8Array>>;

const emptyHandler = 'exports.handler = async () => ({ batchItemFailures: [] });\n';

/** Builds the functions. */
export async function buildContestants(): Promise<readonly Contestant[]> {
  return [
    contestantOf('empty', { 'index.js': Buffer.from(emptyHandler) }),
    contestantOf('Hooklane, cjs', await buildOurs('cjs')),
    contestantOf('Hooklane, esm', await buildOurs('esm')),
    contestantOf('plain', await buildPlain()),
  ];
}

function contestantOf(name: ContestantName, files: Files): Contestant {
  const code = files['index.js'] ?? files['index.mjs'] ?? new Uint8Array();
  if (code.length === 0) throw new Error(`The code of ${name} is empty`);
  return {
    name,
    zip: zipSync({ ...files }, { level: 9 }),
    bytes: code.length,
    gzipBytes: gzipSync(code, { level: 9 }).length,
  };
}

/** What is published, in a directory of its own. */
async function buildOurs(format: 'cjs' | 'esm'): Promise<Files> {
  const directory = await mkdtemp(join(tmpdir(), 'hooklane-bench-bundle-'));
  try {
    const { files } = await buildLambda(join(directory, 'built'), format);
    return files;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** With the settings of `buildLambda`, and the ES modules of the SDK: its CommonJS makes the bundle half as large again. */
async function buildPlain(): Promise<Files> {
  const { outputFiles } = await build({
    entryPoints: { index: fileURLToPath(new URL('plain-handler.ts', import.meta.url)) },
    outdir: 'bundle',
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    minify: true,
    legalComments: 'none',
    sourcemap: 'linked',
    write: false,
  });
  return Object.fromEntries(
    outputFiles.map(({ path, contents }) => [
      path.endsWith('.map') ? 'index.js.map' : 'index.js',
      contents,
    ]),
  );
}
