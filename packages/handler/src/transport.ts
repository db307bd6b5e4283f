import type { ConnectionFailure, PartnerAnswer } from '@hooklane/core';

/** One POST, signed and ready. */
export interface TransportRequest {
  readonly url: URL;
  /** Names in lower case, `content-length` among them. */
  readonly headers: Readonly<Record<string, string>>;
  /** The bytes that were signed. */
  readonly body: Uint8Array;
  /** One deadline in milliseconds: connecting, TLS, response headers and body. */
  readonly timeoutMs: number;
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
