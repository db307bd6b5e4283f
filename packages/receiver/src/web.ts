export { HooklaneError, isHooklaneError } from '@hooklane/signature/format';
export type { ReceiverAnswer } from './answer.ts';
export type { Clock } from './clock.ts';
export type { ReceiverErrorCode, VerifySignatureErrorCode } from './error-code.ts';
export type { EventHandler, HookHandling, ReceivedHook } from './hook-processor.ts';
export { createMemoryReplayGuard, type MemoryReplayGuardOptions } from './memory-replay-guard.ts';
export type { VerifySignatureOptions } from './options.ts';
export type { ReceivedRequest } from './read-request.ts';
export type { ReceivedBody } from './received-body.ts';
export type { ReceivedHeaders } from './received-headers.ts';
export type { IncomingRequest, Receiver, ReceiverOptions, UnverifiedRequest } from './receiver.ts';
export type { ReplayClaim, ReplayGuard, ReplayGuardOptions } from './replay-guard.ts';
export {
  type HmacScheme,
  requestSignatureSha256,
  type Secrets,
  type SignatureScheme,
  type StandardScheme,
  standardWebhooks,
  svix,
} from './scheme.ts';
export type { StandardSchema, StandardSchemaResult } from './standard-schema.ts';
export type { VerifiedHook } from './verified-hook.ts';
export { createReceiver } from './web-create-receiver.ts';
export { verifySignature } from './web-verify-signature.ts';
