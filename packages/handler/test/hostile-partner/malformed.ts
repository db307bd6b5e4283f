import { type HostileBehaviour, scheduled } from './behaviour.ts';
import { answerWith, response } from './raw-request.ts';

/** Bytes that are no answer in HTTP/1.1. */
export const malformed: readonly HostileBehaviour[] = [
  noAnswer('sends garbage', 'what?\r\n\r\n'),
  noAnswer('sends random bytes', Buffer.from('8f03ff00fe1b5a00c3280d0a0d0a', 'hex')),
  noAnswer('speaks HTTP/0.9', '<html>200 OK</html>\r\n'),
  noAnswer('speaks HTTP/2', Buffer.from('0000060400000000000005000040000000000408', 'hex')),
  noAnswer('claims HTTP/2 in text', 'HTTP/2 200\r\ncontent-length: 0\r\n\r\n'),
  noAnswer('claims HTTP/1.9', 'HTTP/1.9 200 OK\r\ncontent-length: 0\r\n\r\n'),
  noAnswer('greets as a mail server', '220 mail.partner.example ESMTP\r\n'),
  noAnswer('greets as an SSH server', 'SSH-2.0-OpenSSH_9.9\r\n'),
  noAnswer('sends the request back', 'POST /hooks HTTP/1.1\r\nhost: x\r\n\r\n'),
  noAnswer('answers 99', response('99 Low')),
  noAnswer('answers 000', response('000 Nothing')),
  noAnswer('answers 600', response('600 High')),
  noAnswer('answers 999', response('999 Highest')),
  noAnswer('answers 2000', response('2000 Long')),
  noAnswer('answers 20', response('20 Short')),
  noAnswer('answers -200', response('-200 Negative')),
  noAnswer('answers 0x0c8', response('0x0c8 Hex')),
  noAnswer('ends lines with LF alone', 'HTTP/1.1 200 OK\ncontent-length: 0\n\n'),
  noAnswer('ends lines with CR alone', 'HTTP/1.1 200 OK\rcontent-length: 0\r\r'),
  noAnswer(
    'gives two lengths',
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 9\r\n\r\nok',
  ),
  noAnswer('gives a negative length', 'HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n'),
  noAnswer('gives a length past 2^64', `HTTP/1.1 200 OK\r\ncontent-length: ${2n ** 70n}\r\n\r\n`),
  noAnswer('gives a length in hex', 'HTTP/1.1 200 OK\r\ncontent-length: 0x10\r\n\r\n'),
  noAnswer(
    'gives a length and chunks',
    'HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
  ),
  noAnswer('puts a NUL into a header', 'HTTP/1.1 200 OK\r\nx: a\0b\r\ncontent-length: 0\r\n\r\n'),
  noAnswer('sends a header without a colon', 'HTTP/1.1 200 OK\r\nnothing\r\n\r\n'),
  noAnswer('puts a space before a colon', 'HTTP/1.1 200 OK\r\ncontent-length : 0\r\n\r\n'),
  noAnswer(
    'switches protocols',
    'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
  ),
  noAnswer('switches protocols without naming one', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'),
  brokenBody('sends chunks that are none', 'transfer-encoding: chunked\r\n\r\nzz\r\nab\r\n'),
  brokenBody(
    'sends a chunk longer than 2^64',
    `transfer-encoding: chunked\r\n\r\n${'f'.repeat(20)}\r\nab\r\n`,
  ),
  brokenBody(
    'sends a chunk that is longer than it says',
    'transfer-encoding: chunked\r\n\r\n1\r\nabcdef\r\n0\r\n\r\n',
  ),
  {
    name: 'sends a body with 204',
    serve: answerWith('HTTP/1.1 204 No Content\r\ncontent-length: 5\r\n\r\nhello'),
    outcome: { kind: 'delivered', status: 204, bodyError: 'protocol' },
    next: 'finish',
  },
  {
    name: 'sends a body that only claims to be gzip',
    serve: answerWith(response('200 OK\r\ncontent-encoding: gzip', 'this is no gzip')),
    outcome: { kind: 'delivered', status: 200 },
    next: 'finish',
  },
];

function noAnswer(name: string, bytes: string | Buffer): HostileBehaviour {
  return {
    name,
    serve: answerWith(bytes),
    outcome: { kind: 'unanswered', code: 'protocol' },
    next: scheduled,
  };
}

function brokenBody(name: string, rest: string): HostileBehaviour {
  return {
    name,
    serve: answerWith(`HTTP/1.1 200 OK\r\n${rest}`),
    outcome: { kind: 'delivered', status: 200, bodyError: 'protocol' },
    next: 'finish',
  };
}
