import type { AttemptOutcome, ConnectionFailure, NextStep } from '@hooklane/core';
import { showDuration } from './duration.ts';

const failures: Readonly<Record<ConnectionFailure, string>> = {
  timeout: 'No complete answer came in time. The partner may answer first and work afterwards',
  reset: 'The connection broke off. Something in front of the partner, or its process, closed it',
  refused: 'Nothing listens there. Check host and port, and that the server runs',
  unreachable: 'There is no way to the host. Check the network and its firewall',
  tls: 'The certificate is not trusted or does not fit the name. The partner must mend it',
  dns: 'The name leads nowhere. Check the host in the URL',
  protocol: 'What came back is no answer of HTTP. Check that the port is that of an HTTP server',
  blocked_address: 'The name leads to an address that must not be called, such as a private one',
};

const rejections = {
  invalid_url: 'The URL must not be called. Check its scheme and port',
  blocked_address: failures.blocked_address,
  invalid_headers: 'The headers of the hook cannot be sent',
} as const;

const unsigned = {
  secret_missing: 'The partner has no secret, and nothing is sent unsigned. Add the partner again',
  secret_unavailable: 'The secret could not be read, and nothing is sent unsigned',
  secret_invalid: 'The secret is damaged, and nothing is sent unsigned. Rotate it',
} as const;

/** Says in a sentence or two what became of an attempt, and what to do. */
export function explainOutcome(outcome: AttemptOutcome): string {
  switch (outcome.kind) {
    case 'delivered':
      return outcome.asksToDisable === true
        ? 'The partner has the hook, and wants no others'
        : 'The partner has the hook';
    case 'gone':
      return 'The partner says that this endpoint is no more. Disable it, or ask for its new URL';
    case 'aborted':
      return 'The partner never wants this hook; others may go on';
    case 'refused':
      return explainStatus(outcome.status, outcome.redirectOrigin);
    case 'unanswered':
      return failures[outcome.code];
    case 'rejected':
      return rejections[outcome.code];
    case 'unsigned':
      return unsigned[outcome.code];
    case 'discarded':
      return 'The partner was deleted while the hook was under way';
    default:
      return outcome satisfies never;
  }
}

function explainStatus(status: number, redirectOrigin: string | undefined): string {
  if (status < 400) {
    const where = redirectOrigin === undefined ? '' : `, to ${redirectOrigin}`;
    return `The partner redirects${where}, and redirects are never followed. Use the URL it points to`;
  }
  if (status === 401 || status === 403) {
    return 'The partner does not take the signature, or asks for a login. Compare its secret';
  }
  if (status === 404) return 'Nothing is at this path. Check the URL';
  if (status === 405) return 'This path takes no POST. Check the URL';
  if (status === 413) return 'The body is larger than the partner takes';
  if (status === 429) return 'The partner gets more than it takes. Lower its rate';
  if (status >= 500) return 'The partner, or something in front of it, failed. Its logs say why';
  return 'The partner refuses this hook. Its logs say why';
}

/** Says what a lane would do after this attempt. */
export function explainNext(next: NextStep, { now }: { readonly now: number }): string {
  switch (next.kind) {
    case 'finish':
      return 'The lane would send it no more';
    case 'requeue':
      return `The lane would try again in ${showDuration(Math.max(0, next.dueAt - now))} (attempt ${next.attempt})`;
    case 'bury':
      return `The lane would put it among the dead letters (${next.reason})`;
    default:
      return next satisfies never;
  }
}
