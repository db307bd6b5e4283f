import { encodeHook, type HookInput } from '@hooklane/core';
import { buildHook, buildHookInput } from '@hooklane/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLaneDirectory, type PublishHooksOptions, publishHooks } from '../src/index.ts';
import { createQueueUnderTest, type QueueUnderTest } from './queue-under-test.ts';

const refusals: readonly (readonly [what: string, code: string, hook: unknown])[] = [
  ['a body with a lone surrogate', 'invalid_hook', buildHookInput({ body: 'a\uD800b' })],
  [
    'bytes that are not UTF-8',
    'invalid_hook',
    buildHookInput({ body: new Uint8Array([0x61, 0xff]) }),
  ],
  ['a body that is an object', 'invalid_hook', { ...buildHookInput(), body: { a: 1 } }],
  ['an id with a dot', 'invalid_hook', buildHookInput({ id: 'a.b' })],
  ['an id of 65 characters', 'invalid_hook', buildHookInput({ id: 'a'.repeat(65) })],
  ['a type with a space', 'invalid_hook', buildHookInput({ type: 'invoice paid' })],
  ['an unknown field', 'invalid_hook', { ...buildHookInput(), retries: 3 }],
  ['nothing at all', 'invalid_hook', undefined],
  ['a partner id in upper case', 'invalid_partner_id', buildHookInput({ partnerId: 'Acme' })],
  ['a URL that is not encrypted', 'invalid_url', buildHookInput({ url: 'http://a.example/' })],
  ['a URL with userinfo', 'invalid_url', buildHookInput({ url: 'https://u:p@a.example/' })],
  ['a port that is not allowed', 'invalid_url', buildHookInput({ url: 'https://a.example:22/' })],
  ['a header of Hooklane', 'invalid_headers', buildHookInput({ headers: { 'Webhook-Id': 'x' } })],
  ['a header with a line end', 'invalid_headers', buildHookInput({ headers: { a: 'b\r\nc: d' } })],
  ['too large a body', 'hook_too_large', buildHookInput({ body: 'x'.repeat(1_048_576) })],
  ['a partner without a lane', 'unknown_partner', buildHookInput({ partnerId: 'globex' })],
];

describe('publishHooks refuses', () => {
  let account: QueueUnderTest;
  let options: PublishHooksOptions;

  beforeEach(async () => {
    account = await createQueueUnderTest('hooklane-test-acme');
    const lanes = createLaneDirectory({ stage: 'test', ...account.options });
    options = { lanes, ...account.options };
  });

  it.each(refusals)('%s with %s', async (_, code, hook) => {
    const [outcome] = await publishHooks([hook as HookInput], options);
    expect(outcome).toMatchObject({ kind: 'refused', error: { name: 'HooklaneError', code } });
    expect(account.sqs.inspect('hooklane-test-acme')).toEqual([]);
  });

  it('each bad hook with a code of its own and accepts the good ones between them', async () => {
    const hooks = refusals.flatMap(([, , hook]) => [buildHookInput(), hook as HookInput]);
    const outcomes = await publishHooks(hooks, options);
    expect(
      outcomes.map((outcome) => (outcome.kind === 'refused' ? outcome.error.code : 'accepted')),
    ).toEqual(refusals.flatMap(([, code]) => ['accepted', code]));
    expect(account.sqs.inspect('hooklane-test-acme')).toHaveLength(refusals.length);
  });

  it('nothing that leaves a kilobyte of the mebibyte free, and all that does not', async () => {
    const envelope = Buffer.byteLength(
      encodeHook(buildHook({ id: 'a', body: '', createdAt: account.clock.now() })),
    );
    const room = 1_048_576 - 1_024 - envelope;
    const bodies = ['x'.repeat(room), 'x'.repeat(room + 1), 'é'.repeat(room / 2 + 1)];
    const outcomes = await publishHooks(
      bodies.map((body) => buildHookInput({ id: 'a', body })),
      options,
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'refused', 'refused']);
  });

  it('a hook without saying what its body or its headers hold', async () => {
    const outcomes = await publishHooks(
      [
        buildHookInput({ body: 'sk_live_123\uD800' }),
        buildHookInput({ headers: { authorization: 'sk_live_123\n' } }),
        buildHookInput({ body: 'sk_live_123'.repeat(100_000) }),
      ],
      options,
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['refused', 'refused', 'refused']);
    for (const outcome of outcomes) {
      expect(outcome.kind === 'refused' && outcome.error.message).not.toContain('sk_live');
    }
  });

  it('nothing where egress allows unencrypted URLs, any port and private addresses', async () => {
    const egress = { allowHttp: true, ports: 'any', allowPrivateAddresses: true } as const;
    const hook = buildHookInput({ url: 'http://127.0.0.1:3000/hooks' });
    expect(await publishHooks([hook], { ...options, egress })).toMatchObject([
      { kind: 'accepted' },
    ]);
  });
});
