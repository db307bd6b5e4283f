import { isDeepStrictEqual } from 'node:util';
import type { Hook } from '@hooklane/core';
import { verifySignature } from '@hooklane/receiver';
import type { InvokeOutcome } from '../../test/setup/lambda-runtime.ts';
import { resultsIn } from '../kit/results-in.ts';
import type { AwsCall } from './aws-server.ts';
import type { LoopbackRequest } from './loopback-server.ts';

/** What came of one invocation, as the world around the function saw it. */
export interface Observed {
  readonly outcome: InvokeOutcome;
  readonly posts: readonly LoopbackRequest[];
  readonly calls: readonly AwsCall[];
}

/** What should have come of it. */
export interface Expected {
  /** Empty for a function that does nothing. */
  readonly hooks: readonly Hook[];
  readonly secret: string;
}

/**
 * Makes sure that a function did its job: each hook POSTed once with a good signature, each result sent once, and no
 * other request made.
 *
 * @throws Error naming what differs
 */
export function checkDelivery(
  name: string,
  { outcome, posts, calls }: Observed,
  { hooks, secret }: Expected,
): void {
  const expect = (what: string, found: unknown, wanted: unknown): void => {
    if (isDeepStrictEqual(found, wanted)) return;
    throw new Error(
      `${name}: ${what} should be ${JSON.stringify(wanted)}. Received: ${JSON.stringify(found)}`,
    );
  };
  const isDelivering = hooks.length > 0;
  expect('its answer', outcome, { ok: true, value: { batchItemFailures: [] } });
  const received = posts.map(({ headers, body }) => {
    const verified = verifySignature({ headers, body: body.toString() }, { secrets: secret });
    return [verified.id, verified.body];
  });
  expect('what the partner verified', inOrder(received), inOrder(hooks.map((h) => [h.id, h.body])));
  expect(
    'its calls of AWS',
    calls.map(({ target }) => target),
    isDelivering ? ['AmazonSSM.GetParameter', 'AmazonSQS.SendMessageBatch'] : [],
  );
  expect('hooks with a result', inOrder(hookIdsIn(calls)), inOrder(hooks.map(({ id }) => [id])));
}

function hookIdsIn(calls: readonly AwsCall[]): string[][] {
  return calls.flatMap(({ input }) =>
    ((input['Entries'] ?? []) as readonly { readonly MessageBody: string }[]).flatMap(
      ({ MessageBody }) => resultsIn(MessageBody).map(({ hookId }) => [hookId]),
    ),
  );
}

function inOrder(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return rows.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1));
}
