import type { IncomingHttpHeaders } from 'node:http';
import { expectTypeOf, test } from 'vitest';
import {
  type Clock,
  HooklaneError,
  isHooklaneError,
  type ReceivedBody,
  type ReceivedHeaders,
  type ReceivedRequest,
  type VerifiedHook,
  type VerifySignatureErrorCode,
  type VerifySignatureOptions,
  verifySignature,
} from '../src/index.ts';

declare const headers: IncomingHttpHeaders;
declare const text: string;
declare const buffer: Buffer;
declare const arrayBuffer: ArrayBuffer;
const secrets = 'whsec_';

test('a hook has its id, its time and the body in the type that was given', () => {
  const hook = verifySignature({ headers, body: text }, { secrets });
  expectTypeOf(hook).toEqualTypeOf<VerifiedHook<string>>();
  expectTypeOf(hook.id).toEqualTypeOf<string>();
  expectTypeOf(hook.timestamp).toEqualTypeOf<Date>();
  expectTypeOf(hook.body).toEqualTypeOf<string>();
  expectTypeOf(
    verifySignature({ headers, body: buffer }, { secrets }).body,
  ).toEqualTypeOf<Buffer>();
  expectTypeOf(
    verifySignature({ headers, body: arrayBuffer }, { secrets }).body,
  ).toEqualTypeOf<ArrayBuffer>();
});

test('it returns a hook, not a promise and not a maybe', () => {
  expectTypeOf(verifySignature).returns.toEqualTypeOf<VerifiedHook<ReceivedBody>>();
});

test('headers are what fetch, Node and Lambda have', () => {
  expectTypeOf<Headers>().toExtend<ReceivedHeaders>();
  expectTypeOf<IncomingHttpHeaders>().toExtend<ReceivedHeaders>();
  expectTypeOf<NodeJS.Dict<string[]>>().toExtend<ReceivedHeaders>();
  expectTypeOf<Map<string, string>>().toExtend<ReceivedHeaders>();
  expectTypeOf<Map<string, string[]>>().toExtend<ReceivedHeaders>();
  expectTypeOf<[string, string][]>().toExtend<ReceivedHeaders>();
  expectTypeOf<Record<string, string | undefined>>().toExtend<ReceivedHeaders>();
  expectTypeOf<string[]>().not.toExtend<ReceivedHeaders>();
  expectTypeOf<string>().not.toExtend<ReceivedHeaders>();
});

test('a body is raw', () => {
  expectTypeOf<ReceivedBody>().toEqualTypeOf<string | Uint8Array | ArrayBuffer>();
  expectTypeOf<{ readonly type: string }>().not.toExtend<ReceivedBody>();
  expectTypeOf<ReadableStream>().not.toExtend<ReceivedBody>();
  expectTypeOf<undefined>().not.toExtend<ReceivedBody>();
});

test('a request may have more than headers and a body', () => {
  expectTypeOf<{ headers: Headers; body: string; method: string }>().toExtend<ReceivedRequest>();
});

test('secrets are required, and unknown options are refused', () => {
  // @ts-expect-error -- secrets are missing
  verifySignature({ headers, body: text }, {});
  // @ts-expect-error -- an environment variable may be undefined
  verifySignature({ headers, body: text }, { secrets: process.env['SECRET'] });
  // @ts-expect-error -- there is no such option
  verifySignature({ headers, body: text }, { secrets, tolerance: 300 });
  expectTypeOf<VerifySignatureOptions['secrets']>().toEqualTypeOf<string | readonly string[]>();
});

test('a clock only needs to tell the time', () => {
  expectTypeOf<{ now: () => number; sleep: (ms: number) => Promise<void> }>().toExtend<Clock>();
});

test('error codes narrow', () => {
  const error: unknown = new HooklaneError('signature_mismatch', '');
  if (isHooklaneError<VerifySignatureErrorCode>(error)) {
    expectTypeOf(error.code).toEqualTypeOf<VerifySignatureErrorCode>();
  }
  if (isHooklaneError(error, 'timestamp_too_old')) {
    expectTypeOf(error.code).toEqualTypeOf<'timestamp_too_old'>();
  }
});
