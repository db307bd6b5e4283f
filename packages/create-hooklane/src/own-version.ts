import { readFileSync } from 'node:fs';

/** The version of this package, which all of Hooklane share. */
export function readOwnVersion(): string {
  // From `src` and from `dist` alike.
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
