// Builds the code of all functions that a template of these constructs uploads, where it is missing or older than what it is
// made of: for tests and examples, which run from the sources.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../../', import.meta.url));
const shared = ['core/src', 'queue/src', 'signature/src'] as const;

/** In the order in which they need each other. */
const functions = [
  { of: 'handler', zip: 'handler.zip', from: ['handler/build', 'handler/src', ...shared] },
  { of: 'ops', zip: 'alarms.zip', from: ['ops/build', 'ops/src', ...shared] },
  {
    of: 'cdk',
    zip: 'provisioner.zip',
    from: ['cdk/build', 'cdk/src', 'handler/src', 'provisioner/src', ...shared],
  },
] as const;

for (const { of, zip, from } of functions) {
  const isFresh = (): boolean => {
    const builtAt = timeOf(join(packages, of, 'dist/function', zip));
    return from.every((folder) => newestIn(join(packages, folder)) <= builtAt);
  };
  if (isFresh()) continue;
  const script = join(packages, of, 'build/build-lambda.ts');
  try {
    execFileSync(process.execPath, ['--conditions=@hooklane/source', script], { stdio: 'inherit' });
  } catch (error) {
    // Somebody else may have built the same at the same time, and been first.
    if (!isFresh()) throw error;
  }
}

function newestIn(directory: string): number {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return Math.max(...names.map((name) => timeOf(join(directory, name))));
}

/** When it was changed; 0 when it is not there. */
function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
