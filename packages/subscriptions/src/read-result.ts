import type { AttemptResult } from '@hooklane/core';
import * as z from 'zod/mini';

/** What a message of the results queue turned out to be. */
export type ReadResult =
  | { readonly kind: 'result'; readonly result: AttemptResult }
  /** Not a result, and never will be. `reason` does not quote the message. */
  | { readonly kind: 'poison'; readonly reason: string }
  /** Written by a newer version: to be left for a newer consumer. */
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

/** Reads a message of the results queue; one that cannot be read says so instead of throwing. */
export function readResult(body: string): ReadResult {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // The parser's message quotes the text: it is left out on purpose.
    return { kind: 'poison', reason: 'The message is not JSON' };
  }
  if (isNewer(value)) return { kind: 'newer' };
  const parsed = resultSchema.safeParse(value);
  if (parsed.success) return { kind: 'result', result: value as AttemptResult };
  const path = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  const what = path === '' ? 'no object' : `${path} is missing or malformed`;
  return { kind: 'poison', reason: `The message is not a result: ${what}` };
}

function isNewer(value: unknown): boolean {
  if (value === null || typeof value !== 'object' || !('v' in value)) return false;
  return typeof value.v === 'number' && value.v > 1;
}
