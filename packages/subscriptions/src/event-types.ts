import { HooklaneError, showReceived } from '@hooklane/core';
import type { StandardSchema } from './standard-schema.ts';
import { isEventType, matchesType } from './type-pattern.ts';

/** What is said of a type of events. */
export interface EventTypeDeclaration {
  /** What the data must be like. Any library that follows Standard Schema will do. */
  readonly schema?: StandardSchema | undefined;
  /** For partners: when it happens. */
  readonly description?: string | undefined;
  /** Data as partners will see it. */
  readonly examples?: readonly unknown[] | undefined;
}

/** The types of events that there are, by name. */
export type EventTypes = Readonly<Record<string, EventTypeDeclaration>>;

/** The data that is published with a type. */
export type EventData<Declaration extends EventTypeDeclaration> = Declaration extends {
  readonly schema: StandardSchema<infer Input>;
}
  ? Input
  : unknown;

/** A type of events, as it is listed for documents. */
export interface ListedEventType {
  readonly type: string;
  readonly description?: string | undefined;
  readonly examples: readonly unknown[];
  readonly schema?: StandardSchema | undefined;
}

/** Lists declared types by name. */
export function listEventTypes(types: EventTypes | undefined): readonly ListedEventType[] {
  return Object.entries(types ?? {})
    .map(([type, { description, examples = [], schema }]) => ({
      type,
      examples,
      ...(description !== undefined && { description }),
      ...(schema !== undefined && { schema }),
    }))
    .sort((one, other) => (one.type < other.type ? -1 : 1));
}

/** Tells whether all names are types of events; patterns are none. */
export function areEventTypes(types: object): types is EventTypes {
  return Object.keys(types).every(isEventType);
}

/**
 * Refuses a pattern that no declared type fits. Where none are declared, every pattern will do.
 *
 * @throws HooklaneError `unknown_event_type`
 */
export function checkPattern(pattern: string, types: EventTypes | undefined): void {
  if (types === undefined || Object.keys(types).some((type) => matchesType(pattern, type))) return;
  throw unknownEventType(pattern);
}

/**
 * Refuses an event whose type is not declared or whose data does not fit the schema of its type.
 *
 * @throws HooklaneError `unknown_event_type`
 * @throws HooklaneError `invalid_event`, with the paths of what does not fit but no value
 */
export async function checkData(
  { type, data }: { readonly type: string; readonly data: unknown },
  types: EventTypes | undefined,
): Promise<void> {
  if (types === undefined) return;
  if (!Object.hasOwn(types, type)) throw unknownEventType(type);
  const answer = await types[type]?.schema?.['~standard'].validate(data);
  if (answer?.issues === undefined) return;
  const paths = answer.issues
    .slice(0, 5)
    .map(({ path = [] }) =>
      ['data', ...path.map((part) => String(typeof part === 'object' ? part.key : part))].join('.'),
    );
  throw new HooklaneError(
    'invalid_event',
    `Event ${type} does not fit its schema at ${[...new Set(paths)].join(', ')}`,
  );
}

function unknownEventType(type: string): HooklaneError<'unknown_event_type'> {
  return new HooklaneError(
    'unknown_event_type',
    `No declared type of events is ${showReceived(type)}. Add it to eventTypes of createSubscriptions, or mend the name`,
  );
}
