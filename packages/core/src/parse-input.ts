import { HooklaneError } from '@hooklane/signature';
import type * as z from 'zod/mini';
import { showReceived } from './received.ts';

/** What {@link parseInput} says when the value does not fit. */
export interface ParseInputOptions<Code extends string> {
  /** Code of the error. */
  readonly code: Code;
  /** What is being read, as the caller knows it: `partner policy`, `publishHooks options`. */
  readonly subject: string;
}

/**
 * Reads `value` with a zod schema and turns the first issue into one sentence with the value received.
 *
 * @throws HooklaneError with `options.code`
 */
export function parseInput<Schema extends z.core.$ZodType, Code extends string>(
  schema: Schema,
  value: unknown,
  { code, subject }: ParseInputOptions<Code>,
): z.core.output<Schema> {
  const parsed = (schema as unknown as z.ZodMiniType<z.core.output<Schema>>).safeParse(value);
  if (parsed.success) return parsed.data;
  throw new HooklaneError(code, describe(parsed.error.issues[0], value, subject));
}

function describe(issue: z.core.$ZodIssue | undefined, value: unknown, subject: string): string {
  if (issue === undefined) return `${subject} is not valid`;
  const path = [subject, ...issue.path.map(String)].join('.');
  if (issue.code === 'unrecognized_keys') {
    return `${path} has an unknown option: ${issue.keys.map((key) => JSON.stringify(key)).join(', ')}`;
  }
  const received = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key],
    value,
  );
  return `${path} ${issue.message}. Received: ${showReceived(received)}`;
}
