// Writes into .hooklane/release what the workflow publishes and nothing has to look into again: `pnpm release:pack`.
// The tarballs, their order in packages.txt, their SHA-256 in checksums.txt, and a bill of materials for each.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../../test/workspace.ts';
import { packPackages } from './packed-package.ts';
import { runPnpm } from './run-pnpm.ts';

const directory = join(root, '.hooklane', 'release');
rmSync(directory, { recursive: true, force: true });
const packed = await packPackages(directory);

function writeLines(name: string, lines: readonly string[]): void {
  writeFileSync(join(directory, name), lines.map((line) => `${line}\n`).join(''));
}

writeLines(
  'packages.txt',
  packed.map(({ name, version, file }) => `${name}@${version} ${basename(file)}`),
);
writeLines(
  'checksums.txt',
  packed.map(({ file }) => {
    const sum = createHash('sha256').update(readFileSync(file)).digest('hex');
    return `${sum}  ${basename(file)}`;
  }),
);
await runPnpm(['run', 'sbom'], root);
process.stdout.write(
  `${packed.length} packages and their bills of materials are in ${directory}\n`,
);
