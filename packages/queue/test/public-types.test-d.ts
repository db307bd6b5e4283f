import type { SQSClient } from '@aws-sdk/client-sqs';
import type { HookInput, HooklaneError } from '@hooklane/core';
import { expectTypeOf, test } from 'vitest';
import type { EmbeddedSqs } from '../src/embedded.ts';
import {
  createLaneDirectory,
  type EntryOutcome,
  type LaneDirectory,
  type LaneMessage,
  type PublishHooksOptions,
  type PublishOutcome,
  publishHooks,
  type ReadMessage,
  readMessage,
  type SqsClient,
} from '../src/index.ts';
import type { MemorySqs } from '../src/testing.ts';

test('publishHooks takes hooks and options, and gives an outcome for each', () => {
  expectTypeOf(publishHooks).parameters.toEqualTypeOf<
    [readonly HookInput[], PublishHooksOptions]
  >();
  expectTypeOf(publishHooks).returns.resolves.toEqualTypeOf<readonly PublishOutcome[]>();
  expectTypeOf<{ readonly stage: string }>().not.toExtend<PublishHooksOptions>();
});

test('an outcome of publishing is told by its kind', () => {
  type Accepted = Extract<PublishOutcome, { kind: 'accepted' }>;
  type Refused = Extract<PublishOutcome, { kind: 'refused' }>;
  expectTypeOf<PublishOutcome['kind']>().toEqualTypeOf<'accepted' | 'refused'>();
  expectTypeOf<Accepted>().not.toHaveProperty('error');
  expectTypeOf<Refused>().not.toHaveProperty('messageId');
  expectTypeOf<Refused['error']>().toEqualTypeOf<HooklaneError>();
});

test('an outcome of an entry has a code only when it failed', () => {
  expectTypeOf<Extract<EntryOutcome, { ok: true }>>().not.toHaveProperty('code');
  expectTypeOf<Extract<EntryOutcome, { ok: false }>['code']>().toEqualTypeOf<string>();
});

test('a message is a hook only once it is read', () => {
  expectTypeOf(readMessage).parameters.toEqualTypeOf<[LaneMessage]>();
  expectTypeOf<ReadMessage['kind']>().toEqualTypeOf<'hook' | 'poison' | 'newer'>();
  expectTypeOf<Extract<ReadMessage, { kind: 'poison' }>>().not.toHaveProperty('hook');
});

test('the clients of the SDK, of tests and of the embedded server are SQS clients', () => {
  expectTypeOf<SQSClient>().toExtend<SqsClient>();
  expectTypeOf<MemorySqs>().toExtend<SqsClient>();
  expectTypeOf<EmbeddedSqs['client']>().toEqualTypeOf<SQSClient>();
});

test('a lane directory can be of your own making', () => {
  expectTypeOf(createLaneDirectory).returns.toEqualTypeOf<LaneDirectory>();
  expectTypeOf<{ queueUrl(partnerId: string): Promise<string> }>().toExtend<LaneDirectory>();
});
