import { CliError } from './cli-error.ts';

/** A request as it was written down. */
export interface RawRequest {
  /** In their order, names as they were written. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** Exactly the bytes after the empty line. */
  readonly body: Uint8Array;
}

const requestLine = /^[A-Z]+ \S+( HTTP\/[\d.]+)?$/;

/**
 * Reads a request: headers, an empty line, the body. A request line before the headers is passed over.
 *
 * @throws CliError when there is no empty line, or what is before it are no headers
 */
export function parseRawRequest(bytes: Buffer): RawRequest {
  const { head, body } = splitHead(bytes);
  return { headers: parseHeaders(head), body };
}

/**
 * Reads headers, one a line.
 *
 * @throws CliError for a line that is no header
 */
export function parseHeaders(text: string): RawRequest['headers'] {
  const lines = text.split(/\r?\n/);
  const first = requestLine.test(lines[0]?.trim() ?? '') ? 1 : 0;
  return lines.slice(first).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim();
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
      throw new CliError(
        `Line ${first + index + 1} is no header: it must be a name, a colon and a value. An empty line must stand between headers and body`,
      );
    }
    return [[name, line.slice(colon + 1).trim()] as const];
  });
}

function splitHead(bytes: Buffer): { readonly head: string; readonly body: Buffer } {
  // Without a view of it as text: the body may be anything.
  const latin = bytes.toString('latin1');
  const blank = /\r?\n\r?\n/.exec(latin);
  if (blank === null) {
    throw new CliError(
      'There is no empty line between headers and body. Give the headers, an empty line and the body, or --headers-file and --body-file',
    );
  }
  return {
    head: latin.slice(0, blank.index),
    body: bytes.subarray(blank.index + blank[0].length),
  };
}
