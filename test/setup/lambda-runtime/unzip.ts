import { crc32, inflateRawSync } from 'node:zlib';

/** A file of a zip archive. */
export interface ZipEntry {
  readonly path: string;
  readonly content: Uint8Array;
  /** Unix permission bits. */
  readonly mode: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endSize = 22;
const unixSystem = 3;

/**
 * The files of a zip archive, in its order; directories are left out.
 *
 * @throws Error when the archive is damaged, leaves its own directory, or holds what Lambda's user could not read
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function unzip(archive: Uint8Array): readonly ZipEntry[] {
  const zip = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEnd(zip);
  const count = zip.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  let offset = zip.readUInt32LE(end + 16);
  for (let index = 0; index < count; index += 1) {
    if (zip.readUInt32LE(offset) !== entrySignature) throw new Error('The zip is damaged.');
    const nameBytes = zip.readUInt16LE(offset + 28);
    const path = zip.toString('utf8', offset + 46, offset + 46 + nameBytes);
    if (!path.endsWith('/')) entries.push(readEntry(zip, offset, path));
    offset += 46 + nameBytes + zip.readUInt16LE(offset + 30) + zip.readUInt16LE(offset + 32);
  }
  return entries;
}

/** The record of the end stands last, before a comment of any length. */
function findEnd(zip: Buffer): number {
  for (let at = zip.length - endSize; at >= 0; at -= 1) {
    if (zip.readUInt32LE(at) === endSignature) return at;
  }
  throw new Error(`Not a zip archive: ${zip.length} bytes with no record of its end.`);
}

function readEntry(zip: Buffer, offset: number, path: string): ZipEntry {
  if (path.startsWith('/') || path.includes('\\') || path.split('/').includes('..')) {
    throw new Error(`The zip names a path outside of its own directory: ${path}`);
  }
  const content = readContent(zip, offset, path);
  if (crc32(content) !== zip.readUInt32LE(offset + 16)) {
    throw new Error(`The zip is damaged: the checksum of ${path} does not fit.`);
  }
  return { path, content, mode: readMode(zip, offset, path) };
}

function readContent(zip: Buffer, offset: number, path: string): Uint8Array {
  const method = zip.readUInt16LE(offset + 10);
  const size = zip.readUInt32LE(offset + 20);
  const header = zip.readUInt32LE(offset + 42);
  // The extra field of the local header may be another one than that of the directory.
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const packed = zip.subarray(start, start + size);
  if (method === 0) return packed;
  if (method === 8) return inflateRawSync(packed);
  throw new Error(`${path} is packed by method ${method}; stored (0) and deflate (8) are read.`);
}

function readMode(zip: Buffer, offset: number, path: string): number {
  if (zip.readUInt8(offset + 5) !== unixSystem) return 0o644;
  const mode = (zip.readUInt32LE(offset + 38) >>> 16) & 0o777;
  // Lambda unpacks with these bits, and runs as a user who owns nothing of it.
  if ((mode & 0o004) === 0) {
    throw new Error(`${path} has the mode 0${mode.toString(8)}: Lambda's user could not read it.`);
  }
  return mode;
}
