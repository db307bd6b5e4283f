export { decodeBase64, encodeBase64 } from './base64.ts';
export type { SignatureErrorCode } from './error-code.ts';
export { HooklaneError, isHooklaneError } from './hooklane-error.ts';
export { parseVerificationSecret, type VerificationSecret } from './secret.ts';
export {
  parseSignatures,
  type SignatureItem,
  type SignatureVersion,
  textsOf,
} from './signature-item.ts';
export type { SignedContent, WebhookBody } from './signed-content.ts';
export {
  isWebhookId,
  isWebhookSignature,
  isWebhookTimestamp,
  webhookHeaderNames,
} from './webhook-headers.ts';
