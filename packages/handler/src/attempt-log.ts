import type { AttemptResult, LogEntry, Logger } from '@hooklane/core';

/** Writes the log line of an attempt: `info` when it was the last needed, `warn` when more come, `error` when the hook is given up. */
export function logAttempt(result: AttemptResult, logger: Logger): void {
  const { next, outcome } = result;
  const entry: LogEntry = {
    message: messageOf(result),
    partnerId: result.partnerId,
    hookId: result.hookId,
    type: result.type,
    attempt: result.attempt,
    host: result.host,
    outcome: outcome.kind,
    status: 'status' in outcome ? outcome.status : undefined,
    code: 'code' in outcome ? outcome.code : undefined,
    durationMs: result.durationMs,
    nextAttempt: next.kind === 'requeue' ? next.attempt : undefined,
    dueAt: next.kind === 'requeue' ? next.dueAt : undefined,
    deadLetter: next.kind === 'bury' ? next.reason : undefined,
  };
  switch (next.kind) {
    case 'finish':
      logger.info(entry);
      break;
    case 'requeue':
      logger.warn(entry);
      break;
    case 'bury':
      logger.error(entry);
      break;
    default:
      next satisfies never;
  }
}

function messageOf({ outcome, next }: AttemptResult): string {
  if (outcome.kind === 'delivered') return 'Hook delivered';
  if (outcome.kind === 'discarded') return 'The partner is deleted; its hook is discarded';
  if (outcome.kind === 'unsigned') return 'A hook waits because it cannot be signed';
  if (next.kind === 'requeue') return 'Attempt failed; the hook is tried again';
  return next.kind === 'bury' ? 'Hook given up' : 'The partner does not want the hook';
}
