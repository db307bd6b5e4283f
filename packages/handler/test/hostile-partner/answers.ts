import {
  type ExpectedStep,
  type HostileBehaviour,
  type PartnerUnderAttack,
  rested,
  scheduled,
} from './behaviour.ts';
import { answerWith, onRequest, response } from './raw-request.ts';

/** Complete answers, each with what it means. */
export const answers: readonly HostileBehaviour[] = [
  {
    name: 'answers 200',
    serve: answerWith(response('200 OK', 'thanks')),
    outcome: { kind: 'delivered', status: 200 },
    next: 'finish',
  },
  {
    name: 'answers 299 without a reason phrase',
    serve: answerWith(response('299')),
    outcome: { kind: 'delivered', status: 299 },
    next: 'finish',
  },
  {
    name: 'answers 304',
    serve: answerWith('HTTP/1.1 304 Not Modified\r\netag: "1"\r\n\r\n'),
    outcome: { kind: 'refused', status: 304 },
    next: scheduled,
  },
  {
    name: 'answers 410',
    serve: answerWith(response('410 Gone')),
    outcome: { kind: 'gone', status: 410 },
    next: 'finish',
  },
  {
    name: 'answers 503 with a date',
    serve: answerWith(response('503 Later\r\nretry-after: Thu, 01 Jan 2026 00:10:00 GMT')),
    outcome: { kind: 'refused', status: 503, retryAfterMs: 600_000 },
    next: { dueInMs: 600_000 },
  },
  {
    name: 'answers 200 and asks for a retry',
    serve: answerWith(response('200 OK\r\nretry-after: 120\r\nrefresh: 0')),
    outcome: { kind: 'delivered', status: 200 },
    next: 'finish',
  },
  {
    name: 'says stop although its policy does not let it',
    serve: answerWith(response('500 No\r\nwebhook-delivery: abort-message')),
    outcome: { kind: 'refused', status: 500 },
    next: scheduled,
  },
  {
    name: 'says stop and may',
    policy: { deliveryControl: true },
    serve: answerWith(response('500 No\r\nwebhook-delivery: abort-message')),
    outcome: { kind: 'aborted', status: 500 },
    next: 'finish',
  },
  {
    name: 'takes the hook, says that it wants no other, and may',
    policy: { deliveryControl: true },
    serve: answerWith(response('200 OK\r\nwebhook-delivery: disable')),
    outcome: { kind: 'delivered', status: 200, asksToDisable: true },
    next: 'finish',
  },
  {
    name: 'names another server as its alternative',
    serve: onRequest((socket, _, { canaryOrigin }) => {
      const { host } = new URL(canaryOrigin);
      socket.write(response(`421 Misdirected\r\nalt-svc: http/1.1="${host}"; ma=86400`));
    }),
    hooksBefore: 1,
    outcome: { kind: 'refused', status: 421 },
    connections: 1,
    next: scheduled,
  },
  ...[400, 401, 404, 408, 500, 501, 503, 599].map((status) => refusal(status, scheduled)),
  ...[429, 502, 504].map((status) => refusal(status, rested)),
  ...[300, 301, 302, 303, 307, 308].map(redirect),
  {
    name: 'redirects to a script',
    serve: answerWith(response('302 Found\r\nlocation: javascript:alert(1)')),
    outcome: { kind: 'refused', status: 302 },
    next: scheduled,
  },
  {
    name: 'redirects nowhere',
    serve: answerWith(response('302 Found')),
    outcome: { kind: 'refused', status: 302 },
    next: scheduled,
  },
];

function refusal(status: number, next: ExpectedStep): HostileBehaviour {
  return {
    name: `answers ${status}`,
    serve: answerWith(response(`${status} No`, 'no')),
    outcome: { kind: 'refused', status },
    next,
  };
}

function redirect(status: number): HostileBehaviour {
  return {
    name: `answers ${status} to an internal server`,
    serve: onRequest((socket, _, { canaryOrigin }) => {
      socket.write(response(`${status} Moved\r\nlocation: ${canaryOrigin}/latest/meta-data`));
    }),
    outcome: ({ canaryOrigin }: PartnerUnderAttack) => ({
      kind: 'refused',
      status,
      redirectOrigin: canaryOrigin,
    }),
    next: scheduled,
  };
}
