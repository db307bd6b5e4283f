import type { ReceivedBody } from './received-body.ts';
import { refusal } from './refusal.ts';
import type { StandardSchema } from './standard-schema.ts';

/**
 * The JSON of a body.
 *
 * @throws HooklaneError `invalid_payload`
 */
export function parseJson(body: ReceivedBody): unknown {
  try {
    // The decoder drops a byte order mark, which JSON.parse takes for a mistake.
    const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw invalidPayload('The body is signed well, but is not JSON in UTF-8', cause);
  }
}

/** The own property of a payload, or `undefined`. */
export function propertyOf(payload: unknown, name: 'type' | 'data'): unknown {
  if (typeof payload !== 'object' || payload === null || !Object.hasOwn(payload, name)) return;
  return (payload as Readonly<Record<string, unknown>>)[name];
}

/**
 * What a schema makes of a value.
 *
 * @throws HooklaneError `invalid_payload`, with the paths of what does not fit but no value
 */
export async function validate<Output>(
  schema: StandardSchema<Output>,
  value: unknown,
  name: 'payload' | 'data',
): Promise<Output> {
  const result = await schema['~standard'].validate(value);
  if (result.issues === undefined) return result.value;
  const paths = result.issues
    .slice(0, 5)
    .map(({ path = [] }) =>
      [name, ...path.map((part) => String(typeof part === 'object' ? part.key : part))].join('.'),
    );
  throw invalidPayload(`The webhook does not fit the schema at ${[...new Set(paths)].join(', ')}`);
}

function invalidPayload(message: string, cause?: unknown): ReturnType<typeof refusal> {
  return refusal('invalid_payload', message, cause === undefined ? undefined : { cause });
}
