import { gzipSync } from 'node:zlib';
import { type HostileBehaviour, restedAfterDeadline, scheduled } from './behaviour.ts';
import { onRequest, pour } from './raw-request.ts';

const mebibyte = 1_048_576;
const mostMiB = 64;
const delivered = { kind: 'delivered', status: 200 } as const;
const protocol = { kind: 'unanswered', code: 'protocol' } as const;
/** 64 KiB of these, the most that is read, inflate to 64 MiB. A gzip file may have many members. */
const gzipBomb = gzipSync(Buffer.alloc(8 * mebibyte), { level: 9 });
const ok = 'HTTP/1.1 200 OK\r\n';

/** Answers that have no end. Each is served as fast as it is read. */
export const floods: readonly HostileBehaviour[] = [
  {
    name: 'sends an endless body',
    mostMiB,
    serve: endless(`${ok}content-length: ${2 ** 40}\r\n\r\n`, Buffer.alloc(65_536)),
    outcome: delivered,
    next: 'finish',
  },
  {
    name: 'sends endless chunks',
    mostMiB,
    serve: endless(
      `${ok}transfer-encoding: chunked\r\n\r\n`,
      `40000\r\n${'a'.repeat(0x40000)}\r\n`,
    ),
    outcome: delivered,
    next: 'finish',
  },
  {
    name: 'sends an endless body with 500',
    mostMiB,
    serve: endless(`HTTP/1.1 500 No\r\ncontent-length: ${2 ** 40}\r\n\r\n`, Buffer.alloc(65_536)),
    outcome: { kind: 'refused', status: 500 },
    next: scheduled,
  },
  {
    name: 'sends a gzip bomb',
    mostMiB: 32,
    serve: onRequest((socket) => {
      socket.write(`${ok}content-encoding: gzip\r\ncontent-length: ${2 ** 40}\r\n\r\n`);
      pour(socket, gzipBomb);
    }),
    outcome: delivered,
    next: 'finish',
  },
  {
    name: 'sends headers of 16 KiB and more',
    serve: onRequest((socket) => {
      socket.write(`${ok}x: ${'a'.repeat(17_000)}\r\ncontent-length: 0\r\n\r\n`);
    }),
    outcome: protocol,
    next: scheduled,
  },
  {
    name: 'sends one endless header',
    mostMiB,
    serve: endless(`${ok}x: `, 'a'.repeat(65_536)),
    outcome: protocol,
    next: scheduled,
  },
  {
    name: 'sends endless headers',
    mostMiB,
    serve: endless(ok, 'x-flood: a\r\n'.repeat(1_000)),
    outcome: protocol,
    next: scheduled,
  },
  {
    name: 'sends an endless status line',
    mostMiB,
    serve: endless('HTTP/1.1 200 ', 'O'.repeat(65_536)),
    outcome: protocol,
    next: scheduled,
  },
  {
    name: 'sends an endless chunk extension',
    mostMiB,
    serve: endless(`${ok}transfer-encoding: chunked\r\n\r\n5;`, 'a'.repeat(65_536)),
    outcome: { ...delivered, bodyError: 'protocol' },
    next: 'finish',
  },
  {
    name: 'sends endless trailers',
    mostMiB,
    serve: endless(`${ok}transfer-encoding: chunked\r\n\r\n0\r\n`, 'x-flood: a\r\n'.repeat(1_000)),
    outcome: { ...delivered, bodyError: 'protocol' },
    next: 'finish',
  },
  {
    name: 'hints 10,000 times with 103 and then answers 200',
    serve: onRequest((socket) => {
      const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(10_000);
      socket.write(`${hints}${ok}content-length: 0\r\n\r\n`);
    }),
    outcome: delivered,
    next: 'finish',
  },
  {
    name: 'hints with 103 without end',
    endsAtDeadline: true,
    mostMiB,
    serve: onRequest((socket, _, partner) => {
      pour(socket, 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n'.repeat(500), (bytes) => {
        if (bytes > mebibyte) partner.stall();
      });
    }),
    outcome: { kind: 'unanswered', code: 'timeout' },
    next: restedAfterDeadline,
  },
  {
    name: 'answers one request without end',
    mostMiB,
    connections: 1,
    serve: endless('', `${ok}content-length: 0\r\n\r\n`.repeat(500)),
    outcome: delivered,
    next: 'finish',
  },
];

function endless(head: string, chunk: string | Buffer): HostileBehaviour['serve'] {
  return onRequest((socket) => {
    socket.write(head);
    pour(socket, chunk);
  });
}
