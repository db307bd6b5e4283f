import { HooklaneError } from '@hooklane/core';

/** Where a hook stands among others: by time, and of one time by id. */
export interface HookPosition {
  readonly createdAt: number;
  readonly id: string;
}

/** Orders hooks newest first. */
export function newestFirst(one: HookPosition, other: HookPosition): number {
  if (one.createdAt !== other.createdAt) return other.createdAt - one.createdAt;
  if (one.id === other.id) return 0;
  return one.id < other.id ? 1 : -1;
}

/** The cursor that goes on after a hook. */
export function encodeCursor({ createdAt, id }: HookPosition): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');
}

/**
 * Reads a cursor.
 *
 * @throws HooklaneError `invalid_cursor`
 */
export function parseCursor(cursor: string): HookPosition {
  const [createdAt, id, ...rest] = readList(cursor);
  if (!Number.isSafeInteger(createdAt) || typeof id !== 'string' || rest.length > 0) {
    throw invalidCursor();
  }
  return { createdAt: Number(createdAt), id };
}

function readList(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch (error) {
    throw invalidCursor(error);
  }
}

function invalidCursor(cause?: unknown): HooklaneError<'invalid_cursor'> {
  return new HooklaneError(
    'invalid_cursor',
    'The cursor is none that listHooks gave. Begin again without one.',
    { cause },
  );
}
