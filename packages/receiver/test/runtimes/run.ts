import * as fetchEntry from '@hooklane/receiver/fetch';
import * as web from '@hooklane/receiver/web';
import vectors from '../../../signature/test/vectors/standard-webhooks.json' with { type: 'json' };
import { type Case, casesFor, type Vectors } from './cases.ts';

/** What came of the cases, as every runtime reports it. */
export interface Report {
  readonly passed: number;
  readonly failures: readonly string[];
}

/** Runs the cases on WebCrypto, and on `node:crypto` where its entry is given. */
export async function runCases(nodeEntry?: object): Promise<Report> {
  const file = vectors as unknown as Vectors;
  const cases: readonly Case[] = [
    ...named('web', casesFor(web, fetchEntry, file)),
    ...(nodeEntry ? named('node', casesFor(nodeEntry as typeof web, fetchEntry, file)) : []),
  ];
  const failures: string[] = [];
  for (const { name, run } of cases) {
    try {
      await run();
    } catch (error) {
      failures.push(`${name}: ${error}`);
    }
  }
  return { passed: cases.length - failures.length, failures };
}

function named(entry: string, cases: readonly Case[]): readonly Case[] {
  return cases.map(({ name, run }) => ({ name: `${entry}: ${name}`, run }));
}
