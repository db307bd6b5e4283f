import { parseHook } from '@hooklane/core';
import { buildHookInput } from '@hooklane/core/testing';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLaneDirectory, type PublishHooksOptions, publishHooks } from '../src/index.ts';
import { createQueueUnderTest, makeQueue, type QueueUnderTest } from './queue-under-test.ts';

describe('publishHooks', () => {
  let account: QueueUnderTest;
  let options: PublishHooksOptions;

  beforeEach(async () => {
    account = await createQueueUnderTest('hooklane-test-acme');
    await makeQueue(account.sqs, 'hooklane-test-globex');
    const lanes = createLaneDirectory({ stage: 'test', ...account.options });
    options = { lanes, ...account.options };
  });

  const hooksOf = (partnerId: string) =>
    account.sqs.inspect(`hooklane-test-${partnerId}`).map(({ body }) => parseHook(body));

  it('puts a hook into the lane of its partner, as it is given', async () => {
    const input = buildHookInput({ id: 'order-1', headers: { 'X-Tenant': 'a' } });
    const [outcome] = await publishHooks([input], options);
    const [message] = account.sqs.inspect('hooklane-test-acme');
    expect(outcome).toEqual({
      kind: 'accepted',
      hookId: 'order-1',
      messageId: message?.messageId,
    });
    expect(hooksOf('acme')).toEqual([
      { ...input, headers: { 'x-tenant': 'a' }, createdAt: account.clock.now() },
    ]);
  });

  it('sends a hook due at once, without delay or attributes', async () => {
    await publishHooks([buildHookInput()], options);
    expect(account.sqs.inspect('hooklane-test-acme')).toMatchObject([
      { state: 'visible', attributes: {} },
    ]);
  });

  it('gives a hook without an id a new one', async () => {
    const outcomes = await publishHooks([buildHookInput(), buildHookInput()], options);
    const ids = hooksOf('acme').map(({ id }) => id);
    expect(outcomes.map((outcome) => outcome.kind === 'accepted' && outcome.hookId)).toEqual(ids);
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^msg_[0-9a-f]{32}$/);
  });

  it('takes ids from newHookId, for hooks without one only', async () => {
    let made = 0;
    const newHookId = (): string => {
      made += 1;
      return `mine-${made}`;
    };
    const inputs = [buildHookInput(), buildHookInput({ id: 'theirs' }), buildHookInput()];
    await publishHooks(inputs, { ...options, newHookId });
    expect(hooksOf('acme').map(({ id }) => id)).toEqual(['mine-1', 'theirs', 'mine-2']);
  });

  it('keeps an id when the hook is published again, so that receivers can drop the duplicate', async () => {
    const input = buildHookInput({ id: 'order-1' });
    await publishHooks([input], options);
    await publishHooks([input], options);
    expect(hooksOf('acme').map(({ id }) => id)).toEqual(['order-1', 'order-1']);
  });

  it('keeps the time at which the host made the hook', async () => {
    await publishHooks([buildHookInput({ createdAt: 5 })], options);
    expect(hooksOf('acme')).toMatchObject([{ createdAt: 5 }]);
  });

  it('publishes text and its UTF-8 bytes alike, byte for byte', async () => {
    const text = '\uFEFF{"name":"Zoë 🛒 \uFFFE\uFFFF\u0000"}';
    const bytes = new TextEncoder().encode(text);
    const inputs = [buildHookInput({ body: text }), buildHookInput({ body: bytes })];
    const outcomes = await publishHooks(inputs, options);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['accepted', 'accepted']);
    expect(hooksOf('acme').map(({ body }) => body)).toEqual([text, text]);
  });

  it('publishes to several partners at once, with outcomes in the order of the hooks', async () => {
    const inputs = Array.from({ length: 30 }, (_, index) =>
      buildHookInput({ id: `hook-${index}`, partnerId: index % 3 === 0 ? 'globex' : 'acme' }),
    );
    const outcomes = await publishHooks(inputs, options);
    expect(outcomes.map((outcome) => outcome.kind === 'accepted' && outcome.hookId)).toEqual(
      inputs.map(({ id }) => id),
    );
    expect(hooksOf('globex')).toHaveLength(10);
    expect(hooksOf('acme')).toHaveLength(20);
    expect(account.sqs.requests.SendMessageBatch).toBe(3);
  });

  it('cuts large hooks into requests that SQS takes', async () => {
    const body = 'x'.repeat(400_000);
    const inputs = Array.from({ length: 5 }, () => buildHookInput({ body }));
    const outcomes = await publishHooks(inputs, options);
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'accepted'));
    expect(account.sqs.requests.SendMessageBatch).toBe(3);
  });

  it('says of each hook in order what became of it when some are too large for SQS', async () => {
    const tooLarge = 'x'.repeat(1_048_576);
    const inputs = Array.from({ length: 25 }, (_, index) =>
      buildHookInput({ id: `msg_${index}`, ...(index % 6 === 0 && { body: tooLarge }) }),
    );
    const outcomes = await publishHooks(inputs, options);
    const accepted = outcomes.map((outcome) => outcome.kind === 'accepted' && outcome.hookId);
    const expected = inputs.map(({ id }, index) => index % 6 !== 0 && id);
    expect(accepted).toEqual(expected);
    expect(hooksOf('acme').map(({ id }) => id)).toEqual(expected.filter((id) => id !== false));
  });

  it('does nothing for no hooks', async () => {
    expect(await publishHooks([], options)).toEqual([]);
    expect(account.sqs.requests.GetQueueUrl).toBe(0);
  });

  it('does not write to what it is given', async () => {
    const input = Object.freeze(buildHookInput({ headers: Object.freeze({ 'X-A': 'b' }) }));
    const [outcome] = await publishHooks(Object.freeze([input]), Object.freeze({ ...options }));
    expect(outcome?.kind).toBe('accepted');
  });

  it.each([
    ['an unknown option', [], { lane: 1 }, '"lane"'],
    ['a single hook', buildHookInput(), {}, 'an array of hooks'],
    ['no hooks', undefined, {}, 'an array of hooks'],
  ])('throws for %s', async (_, hooks, more, message) => {
    await expect(publishHooks(hooks as never, { ...options, ...more })).rejects.toMatchObject({
      code: 'invalid_options',
      message: expect.stringContaining(message),
    });
  });

  it.each([
    ['no options', undefined, 'an options object'],
    ['null for options', null, 'an options object'],
    ['no lane directory', {}, 'options.lanes'],
    ['a lane directory of another kind', { lanes: 'prod' }, 'options.lanes'],
  ])('throws for %s', async (_, given, message) => {
    await expect(publishHooks([], given as never)).rejects.toMatchObject({
      code: 'invalid_options',
      message: expect.stringContaining(message),
    });
  });
});
