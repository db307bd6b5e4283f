import { type HostileBehaviour, scheduled } from './behaviour.ts';
import { onRequest, response } from './raw-request.ts';

const reset = { kind: 'unanswered', code: 'reset' } as const;
/** More than a socket's buffers hold, so that the client is still sending. */
const longBody = JSON.stringify('a'.repeat(8 * 1_048_576));

/** Connections that break off, before the answer or within it. */
export const breaks: readonly HostileBehaviour[] = [
  {
    name: 'listens no more',
    isDown: true,
    connections: 0,
    serve: () => {},
    outcome: { kind: 'unanswered', code: 'refused' },
    next: scheduled,
  },
  {
    name: 'resets every connection at once',
    serve: (socket) => void socket.resetAndDestroy(),
    outcome: reset,
    next: scheduled,
  },
  brokenAfter('reads the request and resets', ''),
  brokenAfter('resets within the status line', 'HTTP/1.1 20'),
  brokenAfter('resets within the headers', 'HTTP/1.1 200 OK\r\ncontent-le'),
  endedAfter('reads the request and leaves', ''),
  endedAfter('leaves within the status line', 'HTTP/1.1 200 O'),
  endedAfter('leaves within the headers', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n'),
  {
    name: 'says 100 and leaves',
    serve: onRequest((socket) => void socket.end('HTTP/1.1 100 Continue\r\n\r\n')),
    outcome: { kind: 'unanswered', code: 'protocol' },
    next: scheduled,
  },
  {
    name: 'hints with 103, answers 200 and resets within the body',
    serve: onRequest((socket) => {
      socket.write(
        'HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n',
        () => {
          setImmediate(() => socket.resetAndDestroy());
        },
      );
    }),
    outcome: { kind: 'delivered', status: 200, bodyError: 'reset' },
    next: 'finish',
  },
  brokenBody('resets after the headers', 'content-length: 10\r\n\r\n', 'reset'),
  brokenBody('resets within the body', 'content-length: 10\r\n\r\nhalf', 'reset'),
  brokenBody('leaves within the body', 'content-length: 10\r\n\r\nhalf', 'end'),
  brokenBody('leaves within a chunk', 'transfer-encoding: chunked\r\n\r\nff\r\nhalf', 'end'),
  brokenBody('leaves before the last chunk', 'transfer-encoding: chunked\r\n\r\n1\r\na\r\n', 'end'),
  {
    name: 'ends a body of no stated length by leaving',
    serve: onRequest((socket) => void socket.end('HTTP/1.1 200 OK\r\n\r\nthanks')),
    outcome: { kind: 'delivered', status: 200 },
    next: 'finish',
  },
  {
    name: 'answers 500 and leaves within the body',
    serve: onRequest((socket) => void socket.end('HTTP/1.1 500 No\r\ncontent-length: 9\r\n\r\nno')),
    outcome: { kind: 'refused', status: 500 },
    next: scheduled,
  },
  {
    name: 'answers 200 without having read a body of 8 MiB, and leaves',
    body: longBody,
    serve: (socket) => {
      socket.pause();
      socket.end(response('200 OK'));
    },
    outcome: { kind: 'delivered', status: 200 },
    next: 'finish',
  },
  {
    name: 'resets when half a body of 8 MiB has come',
    body: longBody,
    serve: (socket) => {
      let received = 0;
      socket.on('data', (chunk: Buffer) => {
        received += chunk.byteLength;
        if (received > longBody.length / 2) socket.resetAndDestroy();
      });
    },
    outcome: reset,
    next: scheduled,
  },
];

function brokenAfter(name: string, sent: string): HostileBehaviour {
  return {
    name,
    serve: onRequest((socket) => void socket.write(sent, () => socket.resetAndDestroy())),
    outcome: reset,
    next: scheduled,
  };
}

function endedAfter(name: string, sent: string): HostileBehaviour {
  return {
    name,
    serve: onRequest((socket) => void socket.end(sent)),
    outcome: reset,
    next: scheduled,
  };
}

function brokenBody(name: string, rest: string, how: 'reset' | 'end'): HostileBehaviour {
  return {
    name,
    serve: onRequest((socket) => {
      const sent = `HTTP/1.1 200 OK\r\n${rest}`;
      if (how === 'end') socket.end(sent);
      else socket.write(sent, () => setImmediate(() => socket.resetAndDestroy()));
    }),
    outcome: { kind: 'delivered', status: 200, bodyError: 'reset' },
    next: 'finish',
  };
}
