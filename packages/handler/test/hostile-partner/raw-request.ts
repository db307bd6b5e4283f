import type { Socket } from 'node:net';
import type { HostileBehaviour, PartnerUnderAttack } from './behaviour.ts';

/** What is to be done with the request of that number. */
type Answer = (socket: Socket, request: number, partner: PartnerUnderAttack) => void;

/** Calls `answer` for each request of a connection once it has come in full. */
export function onRequest(answer: Answer): HostileBehaviour['serve'] {
  return (socket, partner) => {
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      for (let end = endOfRequest(received); end !== undefined; end = endOfRequest(received)) {
        received = received.subarray(end);
        answer(socket, partner.countRequest(), partner);
      }
    });
  };
}

/** Answers each request with the same bytes, and leaves the connection open. */
export function answerWith(text: string | Buffer): HostileBehaviour['serve'] {
  return onRequest((socket) => void socket.write(text));
}

/** A response whose head is `lines` and whose body is `body`, with its length. */
export function response(lines: string, body = ''): string {
  return `HTTP/1.1 ${lines}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** Writes `chunk` again and again, as fast as the client reads it. */
export function pour(
  socket: Socket,
  chunk: string | Buffer,
  onPoured: (bytes: number) => void = () => {},
): void {
  const buffer = Buffer.from(chunk);
  let poured = 0;
  const more = (): void => {
    if (socket.destroyed || socket.writableEnded) return;
    const canTakeMore = socket.write(buffer);
    poured += buffer.byteLength;
    onPoured(poured);
    if (canTakeMore) setImmediate(more);
    else socket.once('drain', more);
  };
  more();
}

function endOfRequest(received: Buffer): number | undefined {
  const head = received.indexOf('\r\n\r\n');
  if (head === -1) return undefined;
  const length = /^content-length: (\d+)$/im.exec(received.toString('latin1', 0, head));
  const end = head + 4 + Number(length?.[1] ?? 0);
  return received.byteLength >= end ? end : undefined;
}
