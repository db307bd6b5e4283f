import { expectTypeOf, test } from 'vitest';
import {
  createSigningKey,
  createVerificationKey,
  type SignableMessage,
  type SignatureErrorCode,
  type SignedMessage,
  type SigningKey,
  sign,
  type VerificationKey,
  verify,
  type WebhookBody,
  webhookHeaderNames,
} from '../src/index.ts';

test('sign takes signing keys and verify takes verification keys, never the other or a secret', () => {
  expectTypeOf(sign).parameters.toEqualTypeOf<[SignableMessage, readonly SigningKey[]]>();
  expectTypeOf(sign).returns.toEqualTypeOf<string>();
  expectTypeOf(verify).parameters.toEqualTypeOf<[SignedMessage, readonly VerificationKey[]]>();
  expectTypeOf(verify).returns.toEqualTypeOf<boolean>();
  expectTypeOf<SigningKey>().not.toExtend<VerificationKey>();
  expectTypeOf<VerificationKey>().not.toExtend<SigningKey>();
  expectTypeOf<string>().not.toExtend<SigningKey | VerificationKey>();
});

test('keys are made from a string and tell their version', () => {
  expectTypeOf(createSigningKey).parameters.toEqualTypeOf<[string]>();
  expectTypeOf(createSigningKey('').version).toEqualTypeOf<'v1' | 'v1a'>();
  expectTypeOf(createVerificationKey('').version).toEqualTypeOf<'v1' | 'v1a'>();
});

test('a body is text or bytes, never an object', () => {
  expectTypeOf<Buffer>().toExtend<WebhookBody>();
  expectTypeOf<ArrayBuffer>().not.toExtend<WebhookBody>();
  expectTypeOf<{ readonly type: string }>().not.toExtend<WebhookBody>();
});

test('error codes and header names are literals', () => {
  expectTypeOf<SignatureErrorCode>().toEqualTypeOf<
    'invalid_secret' | 'invalid_header' | 'invalid_timestamp' | 'invalid_body'
  >();
  expectTypeOf(webhookHeaderNames.id).toEqualTypeOf<'webhook-id'>();
});
