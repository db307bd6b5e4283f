import { type HostileBehaviour, scheduled } from './behaviour.ts';
import { onRequest, response } from './raw-request.ts';

const ok = response('200 OK');
const refused = { kind: 'refused', status: 500 } as const;

/** Connections that served one hook and may serve another. The last hook must get its own answer. */
export const reuse: readonly HostileBehaviour[] = [
  {
    name: 'keeps a connection open',
    hooksBefore: 2,
    connections: 1,
    serve: onRequest((socket) => void socket.write(ok)),
    outcome: { kind: 'delivered', status: 200 },
    next: 'finish',
  },
  {
    name: 'closes a kept connection when the next hook comes',
    hooksBefore: 1,
    connections: 1,
    serve: onRequest((socket, request) => {
      if (request === 1) socket.write(ok);
      else socket.resetAndDestroy();
    }),
    outcome: { kind: 'unanswered', code: 'reset' },
    next: scheduled,
  },
  {
    name: 'leaves a kept connection before the next hook',
    hooksBefore: 1,
    connections: 2,
    serve: onRequest((socket) => void socket.write(ok, () => setImmediate(() => socket.end()))),
    outcome: { kind: 'delivered', status: 200 },
    next: 'finish',
  },
  {
    name: 'says that it closes',
    hooksBefore: 1,
    connections: 2,
    serve: onRequest((socket) => {
      socket.write(response('200 OK\r\nconnection: close'));
    }),
    outcome: { kind: 'delivered', status: 200 },
    next: 'finish',
  },
  {
    name: 'sends the answer to the next hook along with the first',
    hooksBefore: 1,
    connections: 2,
    serve: onRequest((socket, request) => {
      socket.write(request === 1 ? ok + ok : response('500 No'));
    }),
    outcome: refused,
    next: scheduled,
  },
  {
    name: 'sends an answer that nobody asked for while the connection is idle',
    hooksBefore: 1,
    serve: onRequest((socket, request) => {
      if (request > 1) socket.write(response('500 No'));
      else socket.write(ok, () => setTimeout(() => socket.write(ok), 5));
    }),
    outcome: refused,
    next: scheduled,
  },
  {
    name: 'sends half an answer that nobody asked for while the connection is idle',
    hooksBefore: 1,
    serve: onRequest((socket, request) => {
      if (request > 1) socket.write(response('500 No'));
      else socket.write(ok, () => setTimeout(() => socket.write('HTTP/1.1 200 OK\r\nx:'), 5));
    }),
    outcome: refused,
    next: scheduled,
  },
  {
    name: 'hides a second answer in a body that is longer than it says',
    hooksBefore: 1,
    connections: 2,
    serve: onRequest((socket, request) => {
      socket.write(
        request === 1 ? `HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok${ok}` : response('500 No'),
      );
    }),
    outcome: refused,
    next: scheduled,
  },
  {
    name: 'answers without having read the request',
    hooksBefore: 1,
    // Else the rest of a request would be taken for the next.
    connections: 2,
    body: JSON.stringify('a'.repeat(8 * 1_048_576)),
    serve: (socket, partner) => {
      const request = partner.countRequest();
      socket.pause();
      socket.write(request === 1 ? ok : response('500 No'));
    },
    outcome: refused,
    next: scheduled,
  },
];

/** What happens on an idle connection while the process reads from none. */
export const whileBusy: readonly HostileBehaviour[] = [
  {
    name: 'sent an answer that nobody asked for',
    serve: onRequest((socket, request) => {
      if (request === 1) socket.write(ok, () => setTimeout(() => socket.write(ok), 30));
      else setTimeout(() => socket.write(response('500 No')), 30);
    }),
    outcome: refused,
    next: scheduled,
  },
  {
    name: 'left a kept connection',
    serve: onRequest((socket) => void socket.write(ok, () => setTimeout(() => socket.end(), 30))),
    outcome: { kind: 'delivered', status: 200 },
    next: 'finish',
  },
];
