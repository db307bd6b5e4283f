import { type EgressPolicy, parseHookUrl, parseInput, parsePartnerId } from '@hooklane/core';
import * as z from 'zod/mini';
import type { EventFilter } from './event-filter.ts';
import { checkPattern, type EventTypes } from './event-types.ts';
import { parseFilter } from './filter-input.ts';
import type { Subscription } from './subscription.ts';
import { isTypePattern } from './type-pattern.ts';

/** What a partner wants to get. */
export interface SubscribeInput {
  readonly partnerId: string;
  readonly url: string;
  /** 1 to 100 types, or patterns: `transfer.created`, `transfer.*`, `*`. */
  readonly types: readonly string[];
  /** Only events whose data is so. @default all */
  readonly filter?: EventFilter | undefined;
  /** At most 500 characters. */
  readonly description?: string | undefined;
}

/** What is to change in a subscription; the rest stays. */
export interface SubscriptionChanges {
  /** Its health is forgotten with the old one. */
  readonly url?: string | undefined;
  readonly types?: readonly string[] | undefined;
  /** `null` for none. */
  readonly filter?: EventFilter | null | undefined;
  /** `null` for none. */
  readonly description?: string | null | undefined;
  /** The version that the changes were made for: they are refused when it is another by now. @default any */
  readonly version?: number | undefined;
}

/** The fields of a subscription that come from outside. */
export type SubscriptionFields = Pick<
  Subscription,
  'partnerId' | 'url' | 'types' | 'filter' | 'description'
>;

/** What decides which fields are allowed. */
export interface ReadFieldsOptions {
  readonly eventTypes: EventTypes | undefined;
  readonly egress: EgressPolicy | undefined;
}

const typesMessage = 'must be 1 to 100 types of events or patterns, such as "transfer.*"';
const text = z.string('must be a text');
const types = z
  .array(z.string(typesMessage).check(z.refine(isTypePattern, typesMessage)), typesMessage)
  .check(z.minLength(1, typesMessage), z.maxLength(100, typesMessage));
const description = z
  .string('must be a text of at most 500 characters')
  .check(z.maxLength(500, 'must be a text of at most 500 characters'));

const subscribeSchema = z.strictObject(
  {
    partnerId: text,
    url: text,
    types,
    filter: z.optional(z.unknown()),
    description: z.optional(description),
  },
  'must be an object',
);
const changesSchema = z.strictObject(
  {
    url: z.optional(text),
    types: z.optional(types),
    filter: z.optional(z.unknown()),
    description: z.optional(z.nullable(description)),
    version: z.optional(z.int('must be the version of a subscription')),
  },
  'must be an object',
);

/**
 * Reads what a partner wants.
 *
 * @throws HooklaneError `invalid_subscription`, `invalid_partner_id`, `invalid_url`, `blocked_address`,
 * `invalid_filter`, `unknown_event_type`
 */
export function parseSubscribeInput(
  value: unknown,
  options: ReadFieldsOptions,
): SubscriptionFields {
  const input = parseInput(subscribeSchema, value, {
    code: 'invalid_subscription',
    subject: 'subscribe input',
  });
  return {
    partnerId: parsePartnerId(input.partnerId),
    url: parseHookUrl(input.url, options.egress).href,
    types: readTypes(input.types, options.eventTypes),
    ...(input.filter !== undefined && { filter: parseFilter(input.filter) }),
    ...(input.description !== undefined && { description: input.description }),
  };
}

/**
 * Reads changes of a subscription.
 *
 * @throws HooklaneError `invalid_subscription`, `invalid_url`, `blocked_address`, `invalid_filter`,
 * `unknown_event_type`
 */
export function parseChanges(value: unknown, options: ReadFieldsOptions): SubscriptionChanges {
  const { url, types, filter, ...rest } = parseInput(changesSchema, value, {
    code: 'invalid_subscription',
    subject: 'updateSubscription changes',
  });
  return {
    ...rest,
    ...(url !== undefined && { url: parseHookUrl(url, options.egress).href }),
    ...(types !== undefined && { types: readTypes(types, options.eventTypes) }),
    ...(filter !== undefined && { filter: filter === null ? null : parseFilter(filter) }),
  };
}

function readTypes(patterns: readonly string[], known: EventTypes | undefined): readonly string[] {
  for (const pattern of patterns) checkPattern(pattern, known);
  return [...new Set(patterns)];
}
