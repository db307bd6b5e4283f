import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv4 } from 'node:net';

/** What a name server answers for a name. */
export type DnsAnswer =
  | readonly string[]
  /** Error code of the answer: 2 is SERVFAIL, 3 NXDOMAIN. */
  | { readonly code: number }
  | 'silence';

/** A name server on loopback that knows a table of names. */
export interface DnsServer extends Disposable {
  /** `127.0.0.1:<port>` */
  readonly address: string;
  /** Names asked for so far, with the type of the question: `A` or `AAAA`. */
  readonly questions: readonly string[];
}

const types: Readonly<Record<number, string>> = { 1: 'A', 28: 'AAAA' };

/** Starts a name server over UDP. Names it does not know do not exist. */
export async function startDnsServer(
  table: Readonly<Record<string, DnsAnswer | ((type: string, asked: number) => DnsAnswer)>>,
): Promise<DnsServer> {
  const socket: Socket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (query, from) => {
    const { name, type, end } = readQuestion(query);
    questions.push(`${name} ${type}`);
    const entry = table[name] ?? { code: 3 };
    const answer = typeof entry === 'function' ? entry(type, questions.length) : entry;
    if (answer === 'silence') return;
    socket.send(writeAnswer(query.subarray(0, end), type, answer), from.port, from.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    [Symbol.dispose]: () => socket.close(),
  };
}

// RFC 1035 §4.1: a header of 12 bytes, then the name in labels, type and class.
function readQuestion(query: Buffer): { name: string; type: string; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = types[query.readUInt16BE(at + 1)] ?? 'other';
  return { name: labels.join('.').toLowerCase(), type, end: at + 5 };
}

function writeAnswer(
  question: Buffer,
  type: string,
  answer: readonly string[] | { readonly code: number },
): Buffer {
  const addresses =
    'code' in answer ? [] : answer.filter((address) => isIPv4(address) === (type === 'A'));
  const header = Buffer.alloc(12);
  question.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | ('code' in answer ? answer.code : 0), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  return Buffer.concat([header, question.subarray(12), ...addresses.map(writeRecord)]);
}

function writeRecord(address: string): Buffer {
  const data = isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : ipv6Bytes(address);
  const record = Buffer.alloc(12);
  record.writeUInt16BE(0xc00c, 0); // The name of the question.
  record.writeUInt16BE(isIPv4(address) ? 1 : 28, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(0, 6); // Time to live.
  record.writeUInt16BE(data.length, 10);
  return Buffer.concat([record, data]);
}

function ipv6Bytes(address: string): Buffer {
  const text = new URL(`http://[${address}]/`).hostname.slice(1, -1);
  const [head = '', tail] = text.split('::');
  const groupsOf = (part: string): string[] => part.split(':').filter((group) => group !== '');
  const first = groupsOf(head);
  const last = groupsOf(tail ?? '');
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => '0');
  const groups = [...first, ...(tail === undefined ? [] : zeros), ...last];
  return Buffer.concat(groups.map((group) => Buffer.from(group.padStart(4, '0'), 'hex')));
}
