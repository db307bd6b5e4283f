import { readdirSync, readFileSync } from 'node:fs';

const directory = new URL('./events/', import.meta.url);

/** Names of the events, in order. Their forms are those of AWS's documentation. */
export const eventNames: readonly string[] = readdirSync(directory)
  .map((file) => file.replace(/\.json$/, ''))
  .toSorted();

/** Reads an event. */
export function readEventFile(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`${name}.json`, directory), 'utf8'));
}
