// Writes the versions of packages into the sources that show them: the handler's in the `user-agent` of every
// attempt, and that of the command. Runs after `changeset version`.
import { readFileSync, writeFileSync } from 'node:fs';

for (const name of ['handler', 'cli']) {
  const folder = new URL(`../packages/${name}/`, import.meta.url);
  const { version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
  const file = new URL('src/version.ts', folder);
  const text = readFileSync(file, 'utf8');
  const written = text.replace(/version = '[^']*'/, `version = '${version}'`);
  if (!written.includes(`'${version}'`)) {
    throw new Error(`No version to replace in ${file.pathname}`);
  }
  writeFileSync(file, written);
}
