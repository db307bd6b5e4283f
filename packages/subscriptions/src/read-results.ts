import type { AttemptResult } from '@hooklane/core';
import * as z from 'zod/mini';

/** What a message of the results queue turned out to be. */
export type ReadResults =
  | {
      readonly kind: 'results';
      readonly results: readonly AttemptResult[];
      /** Of the records that are no results, and never will be: why. They are not quoted. */
      readonly poison: readonly string[];
    }
  /** Written by a newer version, in whole or in part: to be left for a newer consumer. */
  | { readonly kind: 'newer' };

const text = z.string();
const time = z.int().check(z.minimum(0));
const status = z.int();

const outcome = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal(['delivered', 'gone', 'aborted', 'refused']), status }),
  z.looseObject({
    kind: z.literal(['unanswered', 'rejected', 'unsigned', 'discarded']),
    code: text,
  }),
]);
const next = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('finish') }),
  z.looseObject({ kind: z.literal('requeue'), attempt: z.int(), dueAt: time }),
  z.looseObject({ kind: z.literal('bury'), reason: text }),
]);
const resultSchema = z.looseObject({
  v: z.literal(1),
  hookId: text.check(z.regex(/^[A-Za-z0-9_-]{1,64}$/)),
  partnerId: text,
  type: text,
  host: text,
  attempt: z.int().check(z.minimum(1)),
  startedAt: time,
  durationMs: z.number(),
  outcome,
  next,
});

const packSchema = z.looseObject({ v: z.literal(1), results: z.array(z.unknown()) });

/** Reads a message of the results queue; what cannot be read of it says so instead of throwing. */
export function readResults(body: string): ReadResults {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // The parser's message quotes the text: it is left out on purpose.
    return { kind: 'results', results: [], poison: ['it is not JSON'] };
  }
  if (isNewer(value)) return { kind: 'newer' };
  const pack = packSchema.safeParse(value);
  if (!pack.success) return { kind: 'results', results: [], poison: [reasonOf(pack.error)] };
  const records = pack.data.results;
  if (records.some(isNewer)) return { kind: 'newer' };
  const results: AttemptResult[] = [];
  const poison: string[] = [];
  for (const record of records) {
    const read = resultSchema.safeParse(record);
    if (read.success) results.push(record as AttemptResult);
    else poison.push(reasonOf(read.error));
  }
  return { kind: 'results', results, poison };
}

function reasonOf({ issues }: z.core.$ZodError): string {
  const path = issues[0]?.path.map(String).join('.') ?? '';
  return path === '' ? 'it is no object' : `${path} is missing or malformed`;
}

function isNewer(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || !('v' in value)) return false;
  return typeof value.v === 'number' && value.v > 1;
}
