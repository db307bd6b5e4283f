import type { Socket } from 'node:net';
import { type HostileBehaviour, restedAfterDeadline } from './behaviour.ts';
import { onRequest, response } from './raw-request.ts';

const timeout = { kind: 'unanswered', code: 'timeout' } as const;
const dripped = 20;

/** Partners that take longer than the deadline. */
export const delays: readonly HostileBehaviour[] = [
  {
    name: 'never reads',
    endsAtDeadline: true,
    serve: (socket, partner) => {
      socket.pause();
      partner.stall();
    },
    outcome: timeout,
    next: restedAfterDeadline,
  },
  silentAfter('never answers', ''),
  silentAfter('falls silent within the status line', 'HTTP/1.1 20'),
  silentAfter('falls silent within the headers', 'HTTP/1.1 200 OK\r\ncontent-le'),
  silentAfter('says 100 and nothing else', 'HTTP/1.1 100 Continue\r\n\r\n'),
  silentAfter('says 102 again and again', 'HTTP/1.1 102 Processing\r\n\r\n'.repeat(50)),
  silentAfter('sends empty lines only', '\r\n'.repeat(200)),
  {
    name: 'answers 200 after the deadline',
    endsAtDeadline: true,
    serve: onRequest((socket, _, partner) => {
      partner.onAttemptsOver(() => void socket.write(response('200 OK')));
      partner.stall();
    }),
    outcome: timeout,
    next: restedAfterDeadline,
  },
  dripping('drips its status line', '', 'HTTP/1.1 200 Yeeeeeeeeeeeeeeeeeeeeees'),
  dripping('drips its headers', 'HTTP/1.1 200 OK\r\n', `x: ${'a'.repeat(100)}`),
  {
    ...dripping('drips its body', 'HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n', 'a'.repeat(99)),
    outcome: { kind: 'delivered', status: 200, bodyError: 'timeout' },
    next: 'finish',
  },
  {
    ...silentAfter('falls silent before its body', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n'),
    outcome: { kind: 'delivered', status: 200, bodyError: 'timeout' },
    next: 'finish',
  },
  {
    ...silentAfter(
      'refuses and falls silent before its body',
      'HTTP/1.1 500 No\r\ncontent-length: 5\r\n\r\n',
    ),
    outcome: { kind: 'refused', status: 500 },
    // The schedule's 5.25 s are over by then: due at once.
    next: { dueInMs: 15_000 },
  },
];

function silentAfter(name: string, sent: string): HostileBehaviour {
  return {
    name,
    endsAtDeadline: true,
    serve: onRequest((socket, _, partner) => void socket.write(sent, () => partner.stall())),
    outcome: timeout,
    next: restedAfterDeadline,
  };
}

/** Sends a first part at once and the second byte by byte; the deadline falls in the middle. */
function dripping(name: string, first: string, second: string): HostileBehaviour {
  return {
    name,
    endsAtDeadline: true,
    serve: onRequest((socket, _, partner) => {
      socket.write(first, () => drip(socket, second, () => partner.stall()));
    }),
    outcome: timeout,
    next: restedAfterDeadline,
  };
}

function drip(socket: Socket, text: string, onDripped: () => void, sent = 0): void {
  if (sent === dripped) onDripped();
  if (socket.destroyed || sent === text.length) return;
  socket.write(text.charAt(sent), () => {
    setImmediate(() => drip(socket, text, onDripped, sent + 1));
  });
}
