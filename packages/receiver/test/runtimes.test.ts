import { readFileSync } from 'node:fs';
import { describe, it } from 'vitest';
import * as fetchEntry from '../src/fetch.ts';
import * as node from '../src/index.ts';
import * as web from '../src/web.ts';
import { casesFor, type Vectors } from './runtimes/cases.ts';

const path = '../../signature/test/vectors/standard-webhooks.json';
const vectors: Vectors = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

describe.each([
  ['node:crypto', node],
  ['WebCrypto', web],
] as const)('the receiver on %s judges', (_, entry) => {
  for (const { name, run } of casesFor(entry as typeof web, fetchEntry, vectors)) it(name, run);
});
