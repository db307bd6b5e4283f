/** Keeps the first bytes of an answer's body. */
export interface SnippetKeeper {
  add(chunk: Uint8Array): void;
  /** What was kept, as text without a cut character at its end; `undefined` when nothing is to be kept. */
  text(): string | undefined;
}

const keepsNothing: SnippetKeeper = { add: () => {}, text: () => undefined };

/** Makes a keeper of up to `most` bytes. */
export function keepSnippet(most = 0): SnippetKeeper {
  if (most === 0) return keepsNothing;
  const kept: Uint8Array[] = [];
  let bytes = 0;
  return {
    add: (chunk) => {
      if (bytes >= most) return;
      const part = chunk.subarray(0, most - bytes);
      kept.push(part);
      bytes += part.length;
    },
    // `stream` leaves out a character whose last bytes are missing.
    text: () => new TextDecoder().decode(Buffer.concat(kept), { stream: bytes >= most }),
  };
}
