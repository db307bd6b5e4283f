import { refusal, showReceived } from './refusal.ts';

/** The raw body of a request: bytes, or text that was decoded from UTF-8 without a change. */
export type ReceivedBody = string | Uint8Array | ArrayBuffer;

const rawBodyAdvice = [
  'Give the raw body: express.raw({ type: "application/json" }) in Express',
  'addContentTypeParser with parseAs: "buffer" in Fastify',
  'rawBody: true in NestJS',
  'bodyParser: false in a Next.js API route',
  'await request.arrayBuffer() for a fetch Request',
  'event.body in Lambda, decoded first when event.isBase64Encoded',
].join('; ');

/**
 * Checks that `body` is raw and not too large.
 *
 * @returns what the signature is computed over: the text, or a view of the bytes. Nothing is copied.
 * @throws HooklaneError `invalid_body` or `body_too_large`
 */
export function checkBody(body: unknown, maxBodyBytes: number): string | Uint8Array {
  if (typeof body === 'string') {
    checkSize(utf8BytesOf(body, maxBodyBytes), maxBodyBytes);
    if (body.isWellFormed()) return body;
    throw refusal('invalid_body', 'body holds a lone surrogate, so it is not the text that came');
  }
  const bytes =
    !isUint8Array(body) && isArrayBuffer(body) && !body.detached ? new Uint8Array(body) : body;
  if (!isUint8Array(bytes)) throw refusal('invalid_body', `${faultOf(body)}. ${rawBodyAdvice}`);
  checkSize(bytes.byteLength, maxBodyBytes);
  return bytes;
}

// Text has at least as many bytes as characters, and at most three times as many: most need no counting.
function utf8BytesOf(text: string, maxBodyBytes: number): number {
  const isClear = text.length > maxBodyBytes || text.length * 3 <= maxBodyBytes;
  return isClear ? text.length : new TextEncoder().encode(text).byteLength;
}

// By what the engine itself says of a value, because `instanceof`, though faster, refuses bytes of another realm, as
// in Jest.
const byteLengthOf = Object.getOwnPropertyDescriptor(ArrayBuffer.prototype, 'byteLength')?.get;
const viewNameOf = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype),
  Symbol.toStringTag,
)?.get;

function isUint8Array(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array || viewNameOf?.call(value) === 'Uint8Array';
}

function isArrayBuffer(value: unknown): value is ArrayBuffer {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return false;
  try {
    byteLengthOf?.call(value);
    return true;
  } catch {
    return false;
  }
}

function checkSize(bytes: number, maxBodyBytes: number): void {
  if (bytes <= maxBodyBytes) return;
  throw refusal('body_too_large', `body has ${bytes} bytes, and maxBodyBytes is ${maxBodyBytes}`);
}

function faultOf(body: unknown): string {
  if (body === undefined || body === null) return `body is ${body}, so nothing kept it`;
  if (typeof body === 'object' && ('getReader' in body || 'pipe' in body)) {
    return 'body is a stream that must be read first';
  }
  if (isArrayBuffer(body)) return 'body is an ArrayBuffer that was transferred away';
  return `body is ${showReceived(body)}, parsed already, and a signature covers the bytes as sent`;
}
