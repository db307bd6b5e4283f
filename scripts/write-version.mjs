// Writes the version of the handler's package.json into its source, where the `user-agent` of every attempt
// comes from. Runs after `changeset version`.
import { readFileSync, writeFileSync } from 'node:fs';

const folder = new URL('../packages/handler/', import.meta.url);
const { version } = JSON.parse(readFileSync(new URL('package.json', folder), 'utf8'));
const file = new URL('src/version.ts', folder);
const text = readFileSync(file, 'utf8');
const written = text.replace(/version = '[^']*'/, `version = '${version}'`);
if (!written.includes(`'${version}'`)) throw new Error(`No version to replace in ${file.pathname}`);
writeFileSync(file, written);
