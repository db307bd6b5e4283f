import type { Clock, ConnectionFailure, EgressPolicy, PartnerAnswer } from '@hooklane/core';

/** One POST, signed and ready. */
export interface TransportRequest {
  readonly url: URL;
  /** Names in lower case, `content-length` among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes that were signed. */
  readonly body: Uint8Array;
  /** One deadline in milliseconds: resolving, connecting, TLS, response headers and body. */
  readonly timeoutMs: number;
  /** First bytes of the answer's body to keep. @default 0 */
  readonly snippetBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What a POST came to. */
export type TransportAnswer =
  /** A complete status line came, and the headers with it. */
  | ({ readonly kind: 'answered' } & PartnerAnswer)
  /** None did before the deadline. */
  | { readonly kind: 'failed'; readonly code: ConnectionFailure }
  /** The request cannot be put on the wire: a header that HTTP does not allow. */
  | { readonly kind: 'unsendable' };

/** How hooks get to partners. */
export interface Transport {
  /**
   * POSTs once: follows no redirect and retries nothing. Whatever a partner does comes back as an
   * answer; rejects only with the signal's reason when `request.signal` aborts.
   */
  post(request: TransportRequest): Promise<TransportAnswer>;
  /** Closes idle connections. Closing twice is fine. */
  close(): void;
}

/** What the transports of this package can be told. */
export interface TransportOptions {
  /** Judges every address that is connected to. @default https to public addresses */
  readonly egress?: EgressPolicy | undefined;
  /** Addresses of DNS servers, with a port if it is not 53. @default the system's */
  readonly dnsServers?: readonly string[] | undefined;
  /** Certificate authorities beside Node's own, PEM. */
  readonly ca?: string | readonly string[] | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
  /**
   * Idle connections kept for each origin.
   * @default 16
   */
  readonly idleConnections?: number | undefined;
}
