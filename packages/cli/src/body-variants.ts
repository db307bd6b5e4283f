/** What a body may have been when it was signed, and what then happened to it. */
export interface BodyVariant {
  readonly body: Uint8Array;
  /** In a sentence. */
  readonly why: string;
  /** What to do about it. */
  readonly advice: string;
}

const rawAdvice =
  'Verify the raw bytes as they came, before anything parses, trims or converts them';

interface Change {
  readonly why: string;
  readonly advice?: string;
  /** The text that was signed; `undefined` where this cannot have happened. */
  readonly undo: (text: string) => string | undefined;
}

/** In the order in which they are tried: what happens most comes first. */
const changes: readonly Change[] = [
  {
    why: 'The body has a newline at the end that was not signed',
    advice:
      'Editors, echo and pasting add one: verify the bytes as they came, as printf %s gives them',
    undo: (text) => text.replace(/\r?\n$/, ''),
  },
  {
    why: 'The body lacks a newline at the end that was signed',
    undo: (text) => `${text}\n`,
  },
  {
    why: 'The lines of the body end in CRLF, and LF was signed',
    undo: (text) => text.replaceAll('\r\n', '\n'),
  },
  {
    why: 'The lines of the body end in CRLF, it has a newline at the end, and neither was signed',
    undo: (text) => text.replaceAll('\r\n', '\n').replace(/\n$/, ''),
  },
  {
    why: 'The lines of the body end in LF, and CRLF was signed',
    undo: (text) => text.replaceAll(/\r?\n/g, '\r\n'),
  },
  {
    why: 'The body has a byte order mark at its beginning that was not signed',
    undo: (text) => text.replace(/^\uFEFF/, ''),
  },
  {
    why: 'The body has white space around it that was not signed',
    undo: (text) => text.trim(),
  },
  { why: reWritten('without white space'), undo: asJson((value) => JSON.stringify(value)) },
  { why: reWritten('indented by two'), undo: asJson((value) => JSON.stringify(value, null, 2)) },
  {
    why: reWritten('indented by two, with a newline at the end'),
    undo: asJson((value) => `${JSON.stringify(value, null, 2)}\n`),
  },
  { why: reWritten('indented by four'), undo: asJson((value) => JSON.stringify(value, null, 4)) },
  { why: reWritten('as Python writes it'), undo: asJson(pythonJson) },
  {
    why: reWritten('as PHP writes it'),
    undo: asJson((value) => escapeNonAscii(JSON.stringify(value).replaceAll('/', '\\/'))),
  },
  {
    why: 'The body was taken for Latin-1 and turned into UTF-8 a second time',
    undo: (text) => decodeTwice(text),
  },
];

/** The bodies that may have been signed instead of this one. */
export function bodyVariants(body: Uint8Array): readonly BodyVariant[] {
  const text = decode(body);
  if (text === undefined) return [];
  const known = new Set([text]);
  return changes.flatMap(({ why, advice = rawAdvice, undo }) => {
    const signed = undo(text);
    if (signed === undefined || known.has(signed)) return [];
    known.add(signed);
    return [{ body: Buffer.from(signed), why, advice }];
  });
}

function decode(body: Uint8Array): string | undefined {
  const text = Buffer.from(body).toString();
  // What is no UTF-8 has no other form as text.
  return Buffer.from(text).equals(body) ? text : undefined;
}

function reWritten(how: string): string {
  return `The body was parsed and written anew: as JSON ${how} it is what was signed`;
}

function asJson(write: (value: unknown) => string): (text: string) => string | undefined {
  return (text) => {
    try {
      return write(JSON.parse(text));
    } catch {
      // A body that is no JSON was not parsed.
      return undefined;
    }
  };
}

/** `json.dumps` with its defaults: a space after commas and colons, ASCII only. */
function pythonJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`;
  if (value === null || typeof value !== 'object') return escapeNonAscii(JSON.stringify(value));
  const members = Object.entries(value).map(
    ([name, member]) => `${escapeNonAscii(JSON.stringify(name))}: ${pythonJson(member)}`,
  );
  return `{${members.join(', ')}}`;
}

function escapeNonAscii(text: string): string {
  return text.replaceAll(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function decodeTwice(text: string): string | undefined {
  if (/[\u0100-\uffff]/.test(text)) return undefined;
  const once = Buffer.from(text, 'latin1');
  return decode(once);
}
