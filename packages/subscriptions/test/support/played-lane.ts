import {
  type AttemptOutcome,
  type AttemptResult,
  type Hook,
  hostOf,
  parseHook,
} from '@hooklane/core';
import { acknowledgeMessages, publishResults, receiveMessages } from '@hooklane/queue';
import type { ServiceUnderTest } from './service-under-test.ts';

/** How a partner answers a hook. */
export type Answer = (hook: Pick<Hook, 'url'>) => AttemptOutcome;

export const delivered: Answer = () => ({ kind: 'delivered', status: 204 });
export const refused: Answer = () => ({ kind: 'refused', status: 500 });
export const gone: Answer = () => ({ kind: 'gone', status: 410 });

/** The result of an attempt that ran now. A refused hook has used up its schedule. */
export function resultOf(
  hook: Pick<Hook, 'id' | 'partnerId' | 'type' | 'url'>,
  { outcome, startedAt }: { readonly outcome: AttemptOutcome; readonly startedAt: number },
): AttemptResult {
  const isFailure = outcome.kind === 'refused' || outcome.kind === 'unanswered';
  return {
    v: 1,
    hookId: hook.id,
    partnerId: hook.partnerId,
    type: hook.type,
    host: hostOf(hook),
    attempt: 1,
    startedAt,
    durationMs: 5,
    outcome,
    next: isFailure ? { kind: 'bury', reason: 'exhausted' } : { kind: 'finish' },
  };
}

/**
 * Plays the handler of a lane: takes what is there, has the partner answer it, and publishes the results. A lane that is
 * paused stands still. Returns how many hooks were sent.
 */
export async function playLane(
  partnerId: string,
  answer: Answer,
  { sqs, clock, laneCalls, resultsQueueUrl }: ServiceUnderTest,
): Promise<number> {
  const switches = laneCalls.filter(
    (call) => call === `pause ${partnerId}` || call === `resume ${partnerId}`,
  );
  if (switches.at(-1)?.startsWith('pause')) return 0;
  const options = { clients: { sqs }, clock };
  const queueUrl = `${resultsQueueUrl.replace(/results$/, '')}hooklane-test-${partnerId}`;
  const messages = await receiveMessages(queueUrl, { ...options, waitSeconds: 0 });
  const results = messages.map(({ body }) => {
    const hook = parseHook(body);
    return resultOf(hook, { outcome: answer(hook), startedAt: clock.now() });
  });
  await publishResults(results, resultsQueueUrl, options);
  await acknowledgeMessages(messages, queueUrl, options);
  return messages.length;
}

/** Takes the results of the queue to a service, and acknowledges what it is done with. */
export async function takeResults(
  { consumeResults }: Pick<ServiceUnderTest['subscriptions'], 'consumeResults'>,
  { sqs, clock, resultsQueueUrl }: ServiceUnderTest,
): Promise<readonly string[]> {
  const options = { clients: { sqs }, clock };
  const messages = await receiveMessages(resultsQueueUrl, { ...options, waitSeconds: 0 });
  const consumed = await consumeResults(messages.flatMap(({ body }) => JSON.parse(body).results));
  // Of a message that comes again every result does.
  const kinds = consumed.values();
  const done = messages.filter(({ body }) =>
    JSON.parse(body)
      .results.map(() => kinds.next().value?.kind)
      .every((kind: string | undefined) => kind !== 'failed'),
  );
  await acknowledgeMessages(done, resultsQueueUrl, options);
  return consumed.map(({ kind }) => kind);
}
