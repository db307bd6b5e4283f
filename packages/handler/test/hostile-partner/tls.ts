import { type HostileBehaviour, restedAfterDeadline, scheduled } from './behaviour.ts';
import { createSelfSigned } from './certificate.ts';
import { answerWith, onRequest, response } from './raw-request.ts';

const good = createSelfSigned('127.0.0.1');
const expired = createSelfSigned('127.0.0.1', 2001);
const elsewhere = createSelfSigned('127.0.0.2');

const serve = answerWith(response('200 OK'));
const failed = { kind: 'unanswered', code: 'tls' } as const;

/** What can go wrong before the first byte of HTTP. */
export const tls: readonly HostileBehaviour[] = [
  {
    name: 'has a certificate that is trusted',
    tls: good,
    trusted: good.cert,
    serve,
    outcome: { kind: 'delivered', status: 200 },
    next: 'finish',
  },
  { name: 'signed its certificate itself', tls: good, serve, outcome: failed, next: scheduled },
  {
    name: 'has a certificate that is over',
    tls: expired,
    trusted: expired.cert,
    serve,
    outcome: failed,
    next: scheduled,
  },
  {
    name: 'has a certificate for another address',
    tls: elsewhere,
    trusted: elsewhere.cert,
    serve,
    outcome: failed,
    next: scheduled,
  },
  {
    name: 'speaks no TLS newer than 1.1',
    tls: { ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
    trusted: good.cert,
    serve,
    outcome: failed,
    next: scheduled,
  },
  {
    name: 'wants a certificate of ours',
    tls: { ...good, requestCert: true, rejectUnauthorized: true },
    trusted: good.cert,
    serve,
    outcome: failed,
    next: scheduled,
  },
  {
    name: 'speaks HTTP where TLS is due',
    tls: 'raw',
    serve: (socket) => void socket.once('data', () => socket.write(response('200 OK'))),
    outcome: failed,
    next: scheduled,
  },
  {
    name: 'answers the handshake with garbage',
    tls: 'raw',
    serve: (socket) => void socket.once('data', () => socket.write(Buffer.alloc(64, 0xff))),
    outcome: failed,
    next: scheduled,
  },
  {
    name: 'leaves in the middle of the handshake',
    tls: 'raw',
    serve: (socket) => void socket.once('data', () => socket.end()),
    outcome: { kind: 'unanswered', code: 'reset' },
    next: scheduled,
  },
  {
    name: 'resets in the middle of the handshake',
    tls: 'raw',
    serve: (socket) => void socket.once('data', () => socket.resetAndDestroy()),
    outcome: { kind: 'unanswered', code: 'reset' },
    next: scheduled,
  },
  {
    name: 'never answers the handshake',
    tls: 'raw',
    endsAtDeadline: true,
    serve: (socket, partner) => void socket.once('data', () => partner.stall()),
    outcome: { kind: 'unanswered', code: 'timeout' },
    next: restedAfterDeadline,
  },
  {
    name: 'resets within an encrypted body',
    tls: good,
    trusted: good.cert,
    serve: onRequest((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf', () => {
        setImmediate(() => socket.destroy());
      });
    }),
    outcome: { kind: 'delivered', status: 200, bodyError: 'reset' },
    next: 'finish',
  },
];
