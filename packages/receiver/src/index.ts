export { HooklaneError, isHooklaneError } from '@hooklane/signature';
export type { Clock } from './clock.ts';
export type { VerifySignatureErrorCode } from './error-code.ts';
export type { VerifySignatureOptions } from './options.ts';
export type { ReceivedBody } from './received-body.ts';
export type { ReceivedHeaders } from './received-headers.ts';
export { type ReceivedRequest, type VerifiedHook, verifySignature } from './verify-signature.ts';
