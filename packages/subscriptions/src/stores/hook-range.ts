import { parseInput } from '@hooklane/core';
import * as z from 'zod/mini';
import type { HookStatus, StoredHook } from '../stored-hook.ts';
import type { HookPage, HookQuery } from '../subscription-store.ts';
import { encodeCursor, type HookPosition, parseCursor } from './page-cursor.ts';

/** A {@link HookQuery} with all defaults filled in. */
export interface HookRange {
  readonly partnerId?: string | undefined;
  readonly subscriptionId?: string | undefined;
  readonly statuses: readonly HookStatus[];
  readonly since: number;
  /** Only hooks older than this position. */
  readonly before: HookPosition;
  readonly limit: number;
}

const places: Readonly<Record<HookStatus, true>> = {
  pending: true,
  held: true,
  accepted: true,
  retrying: true,
  delivered: true,
  exhausted: true,
  rejected: true,
  gone: true,
  aborted: true,
  discarded: true,
};

const isStatus = (value: string): value is HookStatus => Object.hasOwn(places, value);

/** Every status that a hook can have. */
export const hookStatuses: readonly HookStatus[] = Object.keys(places).filter(isStatus);

const text = z.optional(z.string('must be a text'));
const time = z.optional(z.int('must be milliseconds since the epoch'));
const limitMessage = 'must be an integer from 1 to 1000';
const statusMessage = `must be one of ${hookStatuses.join(', ')}`;

const querySchema = z.strictObject(
  {
    partnerId: text,
    subscriptionId: text,
    statuses: z.optional(
      z.array(
        z.string(statusMessage).check(z.refine(isStatus, statusMessage)),
        'must be a list of statuses',
      ),
    ),
    since: time,
    until: time,
    limit: z.optional(
      z.int(limitMessage).check(z.minimum(1, limitMessage), z.maximum(1_000, limitMessage)),
    ),
    cursor: text,
  },
  'must be an object',
);

/**
 * Reads what is asked of `listHooks`.
 *
 * @throws HooklaneError `invalid_options`, `invalid_cursor`
 */
export function parseHookQuery(query: HookQuery): HookRange {
  const read = parseInput(querySchema, query, {
    code: 'invalid_options',
    subject: 'listHooks query',
  });
  const { partnerId, subscriptionId, statuses, cursor } = read;
  const end = { createdAt: read.until ?? Number.MAX_SAFE_INTEGER, id: '' };
  return {
    partnerId,
    subscriptionId,
    statuses: statuses === undefined ? hookStatuses : [...new Set(statuses.filter(isStatus))],
    since: read.since ?? 0,
    before: cursor === undefined ? end : earlier(parseCursor(cursor), end),
    limit: read.limit ?? 100,
  };
}

/** The page, from its hooks and the one after them, newest first. */
export function pageOf(found: readonly StoredHook[], { limit }: HookRange): HookPage {
  const hooks = found.slice(0, limit);
  const last = hooks.at(-1);
  return last === undefined || found.length <= limit
    ? { hooks }
    : { hooks, cursor: encodeCursor(last) };
}

function earlier(one: HookPosition, other: HookPosition): HookPosition {
  return one.createdAt < other.createdAt ? one : other;
}
