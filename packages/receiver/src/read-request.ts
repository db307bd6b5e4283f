import {
  isWebhookId,
  isWebhookSignature,
  isWebhookTimestamp,
  parseSignatures,
  type SignatureItem,
  type SignedContent,
} from '@hooklane/signature/format';
import { createBoundedMemo } from './bounded-memo.ts';
import { hmacSignatures } from './hmac-signatures.ts';
import type { CheckedOptions } from './options.ts';
import { checkBody, type ReceivedBody } from './received-body.ts';
import {
  collectHeaders,
  type HeaderValues,
  hasHeader,
  type ReceivedHeaders,
  readList,
  readSingle,
} from './received-headers.ts';
import { refusal, showReceived } from './refusal.ts';
import type { HmacScheme, SignatureScheme, StandardScheme } from './scheme.ts';
import { checkTimestamp } from './timestamp.ts';

/** A request as it arrived. Other properties are ignored. */
export interface ReceivedRequest<Body extends ReceivedBody = ReceivedBody> {
  readonly headers: ReceivedHeaders;
  /** As it was sent, before any parsing. */
  readonly body: Body;
}

/** A request of which all is known to be right but the signature. */
export interface Candidate {
  /** Which of the schemes it is signed by. */
  readonly schemeIndex: number;
  /** Absent where the scheme has none. */
  readonly id: string | undefined;
  /** Absent where the scheme has none. */
  readonly timestampSeconds: number | undefined;
  readonly content: SignedContent;
  readonly signatures: readonly SignatureItem[];
}

const namesUnder = createBoundedMemo(
  (prefix) => ({
    id: `${prefix}id`,
    timestamp: `${prefix}timestamp`,
    signature: `${prefix}signature`,
  }),
  16,
);

type SignedHeaders = Omit<Candidate, 'schemeIndex' | 'content' | 'timestampSeconds'> & {
  readonly timestamp: string | undefined;
  readonly prefix: string;
};

/**
 * Checks size, headers and time, in this order.
 *
 * @throws HooklaneError with any code of `verifySignature` but `signature_mismatch` and `invalid_secret`
 */
export function readRequest(request: unknown, options: CheckedOptions): Candidate {
  if (typeof request !== 'object' || request === null) {
    throw refusal(
      'invalid_options',
      `The request must be an object with headers and body. Received: ${showReceived(request)}`,
    );
  }
  const { headers, body: given }: { headers?: unknown; body?: unknown } = request;
  const body = checkBody(given, options.maxBodyBytes);
  const values = collectHeaders(headers, options.headers);
  const schemeIndex = findScheme(values, options.schemes);
  const scheme = options.schemes[schemeIndex] as SignatureScheme;
  const { id, timestamp, signatures, prefix } =
    scheme.kind === 'standard' ? readStandard(values, scheme) : readHmac(values, scheme);
  return {
    schemeIndex,
    id,
    timestampSeconds: timestamp === undefined ? undefined : checkTimestamp(timestamp, options),
    content: { prefix, body },
    signatures,
  };
}

// The first whose signature came; without one, the first of all tells what is missing.
function findScheme(values: HeaderValues, schemes: readonly SignatureScheme[]): number {
  if (schemes.length === 1) return 0;
  const index = schemes.findIndex((scheme) => hasHeader(values, signatureHeaderOf(scheme)));
  return Math.max(index, 0);
}

function signatureHeaderOf(scheme: SignatureScheme): string {
  return scheme.kind === 'standard'
    ? namesUnder(scheme.headerPrefix).signature
    : scheme.signatureHeader;
}

/** All headers that a scheme reads. */
export function headerNamesOf(scheme: SignatureScheme): readonly string[] {
  const names =
    scheme.kind === 'standard'
      ? Object.values(namesUnder(scheme.headerPrefix))
      : [scheme.idHeader, scheme.timestampHeader];
  return [signatureHeaderOf(scheme), ...names].filter((name) => name !== undefined);
}

function readStandard(values: HeaderValues, { headerPrefix }: StandardScheme): SignedHeaders {
  const names = namesUnder(headerPrefix);
  const id = readId(values, names.id);
  const timestamp = readSingle(values, names.timestamp);
  const signature = readList(values, names.signature);
  if (!isWebhookSignature(signature)) {
    throw refusal(
      'invalid_header',
      `${names.signature} must have at most 16 signatures in 4,096 characters`,
    );
  }
  checkTimestampFormat(timestamp, names.timestamp);
  return { id, timestamp, signatures: parseSignatures(signature), prefix: `${id}.${timestamp}.` };
}

function readHmac(values: HeaderValues, scheme: HmacScheme): SignedHeaders {
  const { idHeader, timestampHeader, signatureHeader, contentPrefix = '' } = scheme;
  const id = idHeader === undefined ? undefined : readId(values, idHeader);
  const timestamp = timestampHeader === undefined ? undefined : readSingle(values, timestampHeader);
  const signatures = hmacSignatures(readList(values, signatureHeader), scheme);
  if (timestamp !== undefined) checkTimestampFormat(timestamp, `${timestampHeader}`);
  return {
    id,
    timestamp,
    signatures,
    // A function, because "$&" in a replacement text has a meaning.
    prefix: contentPrefix.replace(/\{(id|timestamp)\}/g, (_, part) =>
      part === 'id' ? `${id}` : `${timestamp}`,
    ),
  };
}

function readId(values: HeaderValues, name: string): string {
  const id = readSingle(values, name);
  if (isWebhookId(id)) return id;
  throw refusal('invalid_header', `${name} must be 1 to 255 visible ASCII characters without "."`);
}

function checkTimestampFormat(timestamp: string, name: string): void {
  if (isWebhookTimestamp(timestamp)) return;
  throw refusal(
    'invalid_timestamp',
    `${name} must be Unix seconds: 1 to 12 digits without a leading zero`,
  );
}
