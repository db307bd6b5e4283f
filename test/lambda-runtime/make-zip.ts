import { crc32, deflateRawSync } from 'node:zlib';

/** How a zip is made: what a packager may do otherwise. */
export interface MakeZipOptions {
  /** @default 0o644 */
  readonly mode?: number;
  /** @default true */
  readonly isDeflated?: boolean;
}

/** A zip archive of texts by their paths. */
export function makeZip(
  files: Readonly<Record<string, string>>,
  { mode = 0o644, isDeflated = true }: MakeZipOptions = {},
): Uint8Array {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const name = Buffer.from(path);
    const content = Buffer.from(text);
    const packed = isDeflated ? deflateRawSync(content) : content;
    const shared = sharedHeader(content, packed, name, isDeflated);
    const local = Buffer.concat([word(0x04034b50), shared, name, packed]);
    directory.push(directoryEntry(shared, name, { mode, offset }));
    locals.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  return Buffer.concat([...locals, entries, endRecord(directory.length, entries.length, offset)]);
}

/** What the local header and the entry of the directory both say. */
function sharedHeader(content: Buffer, packed: Buffer, name: Buffer, isDeflated: boolean): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(isDeflated ? 8 : 0, 4);
  header.writeUInt32LE(crc32(content), 10);
  header.writeUInt32LE(packed.length, 14);
  header.writeUInt32LE(content.length, 18);
  header.writeUInt16LE(name.length, 22);
  return header;
}

function directoryEntry(
  shared: Buffer,
  name: Buffer,
  { mode, offset }: { readonly mode: number; readonly offset: number },
): Buffer {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(((0o100000 | mode) << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  // Made by version 2.0 on Unix, whose permission bits are kept.
  return Buffer.concat([word(0x02014b50), Buffer.from([20, 3]), shared, rest, name]);
}

function endRecord(count: number, bytes: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(bytes, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
