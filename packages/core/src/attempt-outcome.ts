/** Why no complete answer came. `blocked_address`: the name led to an address that must not be called. */
export type ConnectionFailure =
  | 'timeout'
  | 'reset'
  | 'refused'
  | 'unreachable'
  | 'tls'
  | 'dns'
  | 'protocol'
  | 'blocked_address';

/** Why a hook must never be sent. */
export type RejectionCode = 'invalid_url' | 'blocked_address' | 'invalid_headers';

/** Why a hook could not be signed. */
export type UnsignedCode = 'secret_missing' | 'secret_unavailable' | 'secret_invalid';

/** What became of one attempt. */
export type AttemptOutcome =
  /** 200 to 299. */
  | {
      readonly kind: 'delivered';
      readonly status: number;
      /** The body broke off after the status line. */
      readonly bodyError?: ConnectionFailure;
      /** The partner took this hook and wants no other: `webhook-delivery: disable`. */
      readonly asksToDisable?: true;
      readonly snippet?: string;
    }
  /** 410, or `webhook-delivery: disable`: the partner says that the endpoint is no more. */
  | { readonly kind: 'gone'; readonly status: number; readonly snippet?: string }
  /** `webhook-delivery: abort-message`: the partner never wants this hook. */
  | { readonly kind: 'aborted'; readonly status: number; readonly snippet?: string }
  /** Any other answer. */
  | {
      readonly kind: 'refused';
      readonly status: number;
      /** Milliseconds asked for by a valid `Retry-After`. */
      readonly retryAfterMs?: number;
      /** Where a redirect pointed: its origin only. It is never followed. */
      readonly redirectOrigin?: string;
      /** First bytes of the body, as text, when the policy keeps them. */
      readonly snippet?: string;
    }
  /** No complete answer. */
  | { readonly kind: 'unanswered'; readonly code: ConnectionFailure }
  /** Not sent, and never will be. */
  | { readonly kind: 'rejected'; readonly code: RejectionCode }
  /** Not sent, because it could not be signed. Does not count as an attempt. */
  | { readonly kind: 'unsigned'; readonly code: UnsignedCode }
  /** Not sent, because the partner was deleted while the hook was under way. */
  | { readonly kind: 'discarded'; readonly code: 'partner_deleted' };

/** The answer of a partner, as far as it decides anything. */
export interface PartnerAnswer {
  readonly status: number;
  /** Value of `Retry-After`. */
  readonly retryAfter?: string | undefined;
  /** Value of `Location`. */
  readonly location?: string | undefined;
  /** Value of `webhook-delivery`. */
  readonly deliveryControl?: string | undefined;
  readonly bodyError?: ConnectionFailure | undefined;
  /** First bytes of the body, as text. */
  readonly snippet?: string | undefined;
}

/** How {@link classifyAnswer} reads an answer. */
export interface ClassifyAnswerOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Lets `webhook-delivery` decide. @default false */
  readonly deliveryControl?: boolean | undefined;
}

/** Says what an answer means. */
export function classifyAnswer(
  answer: PartnerAnswer,
  { now, deliveryControl = false }: ClassifyAnswerOptions,
): AttemptOutcome {
  const { status } = answer;
  if (status < 200 || status > 599) return { kind: 'unanswered', code: 'protocol' };
  const wish = deliveryControl ? answer.deliveryControl?.trim().toLowerCase() : undefined;
  const snippet = answer.snippet === undefined ? {} : { snippet: answer.snippet };
  if (status <= 299) {
    return {
      kind: 'delivered',
      status,
      ...(answer.bodyError !== undefined && { bodyError: answer.bodyError }),
      ...(wish === 'disable' && { asksToDisable: true }),
      ...snippet,
    };
  }
  if (status === 410 || wish === 'disable') return { kind: 'gone', status, ...snippet };
  if (wish === 'abort-message') return { kind: 'aborted', status, ...snippet };
  const retryAfterMs = parseRetryAfter(answer.retryAfter, now);
  const redirectOrigin = status < 400 ? originOf(answer.location) : undefined;
  return {
    kind: 'refused',
    status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(redirectOrigin !== undefined && { redirectOrigin }),
    ...snippet,
  };
}

const imfFixdate =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds that a `Retry-After` header asks for: up to nine digits of seconds or an IMF-fixdate
 * in the future. Anything else is no wish at all. Source: RFC 9110 §10.2.3.
 */
export function parseRetryAfter(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  // Number() and Date.parse() take far more than the header's grammar: `Date.parse('120')` is the year 120.
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  if (!imfFixdate.test(value)) return undefined;
  // biome-ignore lint/style/noRestrictedGlobals: reads the date in the header, not the clock
  const waitMs = Date.parse(value) - now;
  return waitMs > 0 ? waitMs : undefined;
}

/** Tells whether a partner asked for no more hooks at all. */
export function wantsNoMoreHooks(outcome: AttemptOutcome): boolean {
  return (
    outcome.kind === 'gone' || (outcome.kind === 'delivered' && outcome.asksToDisable === true)
  );
}

function originOf(location: string | undefined): string | undefined {
  if (location === undefined || !URL.canParse(location)) return undefined;
  const { protocol, origin } = new URL(location);
  return protocol === 'https:' || protocol === 'http:' ? origin : undefined;
}
