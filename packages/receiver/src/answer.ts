import { isHooklaneError } from '@hooklane/signature/format';
import type { ReceiverErrorCode } from './error-code.ts';
import type { HookOutcome } from './hook-processor.ts';

/** What became of a request, and what to answer. Adapters write `status`, `headers` and `body`. */
export interface ReceiverAnswer {
  /**
   * `processed`, `ignored` (no handler for its type), `duplicate` (processed before): all 200. `in_progress`
   * (another attempt is being processed): 409. `refused` (the sender's doing): 400, 401, 405, 413 or 422.
   * `failed` (the handler, the guard or the configuration): 500.
   */
  readonly kind: HookOutcome['kind'] | 'refused' | 'failed';
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, or empty. */
  readonly body: string;
}

/** How long a sender should wait while another attempt is being processed, in seconds. */
const retryAfterSeconds = 30;

// Codes that are missing here are faults of the receiving side: 500.
const statusOfCode: ReadonlyMap<string, number> = new Map<ReceiverErrorCode, number>([
  ['missing_header', 400],
  ['invalid_header', 400],
  ['invalid_timestamp', 400],
  ['body_unreadable', 400],
  ['timestamp_too_old', 401],
  ['timestamp_too_new', 401],
  ['signature_mismatch', 401],
  ['method_not_allowed', 405],
  ['body_too_large', 413],
  ['invalid_payload', 422],
]);

/** The answer to a hook that verified. */
export function answerTo({ kind }: HookOutcome): ReceiverAnswer {
  if (kind === 'in_progress') {
    return { kind, status: 409, headers: { 'retry-after': `${retryAfterSeconds}` }, body: '' };
  }
  return { kind, status: 200, headers: {}, body: '' };
}

/** The answer to a request that could not be processed. Of a fault of ours the sender learns nothing. */
export function answerToError(error: unknown): ReceiverAnswer {
  const code = isHooklaneError(error) ? error.code : '';
  const status = statusOfCode.get(code);
  const isRefused = status !== undefined;
  return {
    kind: isRefused ? 'refused' : 'failed',
    status: status ?? 500,
    headers: {
      'content-type': 'application/json',
      ...(status === 405 && { allow: 'POST' }),
    },
    body: JSON.stringify({ error: { code: isRefused ? code : 'internal_error' } }),
  };
}
