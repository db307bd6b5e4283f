import type { SignatureErrorCode } from './error-code.ts';
import { HooklaneError } from './hooklane-error.ts';
import { showReceived } from './received.ts';

/** The body of a webhook: its bytes, or text that stands for its UTF-8 bytes. */
export type WebhookBody = string | Uint8Array;

/**
 * What a signature covers: `id.timestamp.` and then the bytes of the body. In two parts, so that
 * a body is neither copied nor decoded.
 */
export interface SignedContent {
  readonly prefix: string;
  readonly body: WebhookBody;
}

/** @throws HooklaneError `invalid_body` when `body` has no bytes of its own */
export function signedContent(
  id: string,
  timestamp: string | number,
  body: WebhookBody,
): SignedContent {
  if (typeof body === 'string') {
    // A lone surrogate has no UTF-8 bytes; encoders write U+FFFD, and two texts share a signature.
    if (!body.isWellFormed()) throw invalidBody('body holds a lone surrogate. Give its bytes');
  } else if (!isBytes(body)) {
    throw invalidBody(`body must be a string or a Uint8Array. Received: ${showReceived(body)}`);
  }
  return { prefix: `${id}.${timestamp}.`, body };
}

/** The content as one piece, for algorithms that cannot take it in parts. */
export function joinContent({ prefix, body }: SignedContent): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  if (typeof body === 'string') return encoder.encode(prefix + body);
  const head = encoder.encode(prefix);
  const content = new Uint8Array(head.length + body.length);
  content.set(head);
  content.set(body, head.length);
  return content;
}

// `instanceof` alone refuses bytes of another realm, as in Jest.
function isBytes(value: unknown): value is Uint8Array {
  return (
    value instanceof Uint8Array ||
    (ArrayBuffer.isView(value) && Object.prototype.toString.call(value) === '[object Uint8Array]')
  );
}

function invalidBody(message: string): HooklaneError<SignatureErrorCode> {
  return new HooklaneError('invalid_body', message);
}
