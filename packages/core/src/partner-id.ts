import { HooklaneError } from '@hooklane/signature';
import { showReceived } from './received.ts';

// IAM names are case-insensitive and role names end at 64 characters: hence lower case and 40.
const partnerIdPattern = /^[a-z0-9][a-z0-9_-]{0,39}$/;
const reserved: ReadonlySet<string> = new Set(['results', 'alarms']);
const stagePattern = /^[a-z0-9]{1,10}$/;

/**
 * Reads the id of a partner: 1 to 40 of `a-z0-9_-`, starting with a letter or a digit. An id may
 * neither end in `-dlq` nor be `results` or `alarms`: these name queues and a function of Hooklane's own.
 *
 * @throws HooklaneError `invalid_partner_id`
 */
export function parsePartnerId(value: unknown): string {
  if (!isPartnerId(value)) {
    throw new HooklaneError(
      'invalid_partner_id',
      `A partner id must be 1 to 40 of a-z, 0-9, "_" and "-", start with a letter or a digit, not end in "-dlq" and not be "results" or "alarms". Received: ${showReceived(value)}`,
    );
  }
  return value;
}

/** Tells whether `value` can be the id of a partner; see {@link parsePartnerId}. */
export function isPartnerId(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    partnerIdPattern.test(value) &&
    !value.endsWith('-dlq') &&
    !reserved.has(value)
  );
}

/**
 * Reads the name of a stage (`dev`, `sandbox`, `prod`): 1 to 10 of `a-z0-9`.
 *
 * @throws HooklaneError `invalid_stage`
 */
export function parseStage(value: unknown): string {
  if (typeof value !== 'string' || !stagePattern.test(value)) {
    throw new HooklaneError(
      'invalid_stage',
      `A stage must be 1 to 10 of a-z and 0-9. Received: ${showReceived(value)}`,
    );
  }
  return value;
}
