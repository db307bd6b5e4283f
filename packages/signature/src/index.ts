export type { SignatureErrorCode } from './error-code.ts';
export { generateKeyPair, generateSecret, type SigningKeyPair } from './generate-secret.ts';
export { HooklaneError, isHooklaneError } from './hooklane-error.ts';
export { type SignableMessage, sign } from './sign.ts';
export type { SignatureVersion } from './signature-item.ts';
export type { SignedContent, WebhookBody } from './signed-content.ts';
export { createSigningKey, type SigningKey } from './signing-key.ts';
export {
  createHmacVerificationKey,
  createVerificationKey,
  type VerificationKey,
} from './verification-key.ts';
export { type SignedMessage, verify } from './verify.ts';
export {
  isWebhookId,
  isWebhookSignature,
  isWebhookTimestamp,
  webhookHeaderNames,
} from './webhook-headers.ts';
