import { extendMessages, type LaneMessage } from '@hooklane/queue';
import type { Lane } from './lane.ts';

/** What a worker hides received messages for, in seconds: so long they are gone after a crash. */
export const workedVisibilitySeconds = 60;

const beatMs = 30_000;
const ended = 'The messages need no more time';

/**
 * Keeps messages hidden while their hooks are being worked, however long that takes; ends with a call of
 * what it returns. Beats that fail are logged once: the messages then come to another receiver too.
 */
export function startHeartbeat(messages: readonly LaneMessage[], lane: Lane): () => void {
  const { clock, logger, queueOptions } = lane.delivery;
  const over = new AbortController();
  const { signal } = over;
  let hasLogged = false;
  const beat = async (): Promise<void> => {
    const outcomes = await extendMessages(messages, lane.queueUrl, {
      ...queueOptions,
      visibilitySeconds: workedVisibilitySeconds,
      signal,
    });
    const refused = outcomes.filter((outcome) => !outcome.ok);
    const [first] = refused;
    if (first === undefined || hasLogged || signal.aborted) return;
    hasLogged = true;
    const message = 'Messages could not be kept hidden while they are worked; they may come twice';
    logger.warn({
      message,
      partnerId: lane.partnerId,
      code: first.code,
      messages: refused.length,
    });
  };
  const beatOn = (): void => {
    clock.sleep(beatMs, { signal }).then(
      () => beat().then(beatOn),
      () => {}, // It was ended.
    );
  };
  if (messages.length > 0) beatOn();
  return () => over.abort(ended);
}
