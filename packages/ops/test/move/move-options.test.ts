import { HooklaneError } from '@hooklane/core';
import { describe, expect, it } from 'vitest';
import { moveMessages } from '../../src/index.ts';

const from = 'https://sqs.eu-west-1.amazonaws.com/123456789012/hooklane-prod-acme-dlq';
const to = 'https://sqs.eu-west-1.amazonaws.com/123456789012/hooklane-prod-acme';

describe('the options of moveMessages', () => {
  it.each([
    [undefined, 'moveMessages options must be an object. Received: undefined'],
    [{ to }, 'moveMessages options.from must be the URL of a queue. Received: undefined'],
    [{ from: 'acme', to }, 'options.from must be the URL of a queue. Received: "acme"'],
    [
      { from, to: 'https://a.example/' },
      'options.to must be the URL of a queue. Received: "https://a.example/"',
    ],
    [{ from }, 'moveMessages options must have either to or toAttribute. Received: neither'],
    [{ from, to, toAttribute: 'lane' }, 'must have either to or toAttribute. Received: both'],
    [{ from, to: from }, 'must have another queue in to than in from. Received: "https://'],
    [
      { from, to: from.replace('sqs.eu-west-1.amazonaws', 'eu-west-1.queue.amazonaws') },
      'must have another queue in to than in from',
    ],
    [
      { from, toAttribute: 'no spaces' },
      'options.toAttribute must be the name of a message attribute. Received: "no spaces"',
    ],
    [{ from, to, filter: 'all' }, 'options.filter must be a function. Received: "all"'],
    [{ from, to, limit: 0 }, 'options.limit must be an integer from 1 to'],
    [{ from, to, limit: 2.5 }, 'options.limit must be an integer from 1 to'],
    [
      { from, to, ratePerSecond: 10_001 },
      'options.ratePerSecond must be an integer from 1 to 10000. Received: 10001',
    ],
    [
      { from, to, receivers: 101 },
      'options.receivers must be an integer from 1 to 100. Received: 101',
    ],
    [{ from, to, dryRun: 'yes' }, 'options.dryRun must be true or false. Received: "yes"'],
    [{ from, to, resetAttempts: 1 }, 'options.resetAttempts must be true or false. Received: 1'],
    [
      { from, to, useMoveTask: 'always' },
      "options.useMoveTask must be 'auto' or 'never'. Received: \"always\"",
    ],
    [{ from, to, signal: {} }, 'options.signal must be an AbortSignal. Received: an object'],
    [
      { from, to, clients: { sqs: {} } },
      'options.clients must be an object with an SQS client, sqs',
    ],
    [{ from, to, clock: {} }, 'options.clock must be a clock with now() and sleep()'],
    [{ from, to, random: 1 }, 'options.random must be a function. Received: 1'],
    [{ from, to, onProgress: true }, 'options.onProgress must be a function. Received: true'],
    [{ from, to, max: 5 }, 'moveMessages options has an unknown option: "max"'],
  ])('are refused when they are %j', async (options, message) => {
    const refusal = await moveMessages(options as never).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(HooklaneError);
    expect(refusal).toMatchObject({ code: 'invalid_options' });
    expect((refusal as Error).message).toContain(message);
  });
});
