import { describe, expect, it } from 'vitest';
import { compareText, packages, readText, sourceFiles } from './workspace.ts';

const sources = packages.flatMap(sourceFiles).map((path) => ({ path, text: readText(path) }));
const code = /'([a-z]+(?:_[a-z]+)+)'/g;

/** What stands in the parentheses that open at `start`, up to the first comma outside of brackets. */
function firstArgument(text: string, start: number): string {
  let depth = 0;
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (depth === 0 && (character === ',' || character === ')')) return text.slice(start + 1, at);
    if ('([{'.includes(character)) depth += 1;
    if (')]}'.includes(character)) depth -= 1;
  }
  return text.slice(start + 1);
}

/** The first arguments of every call of `callee`, which is a part of a regular expression. */
function firstArguments(text: string, callee: string): readonly string[] {
  const calls = text.matchAll(new RegExp(`\\b${callee}(?:<[^>()]*>)?\\(`, 'g'));
  return [...calls].map(({ index, 0: { length } }) =>
    firstArgument(text, index + length - 1).trim(),
  );
}

/** Functions that take a code and make the error: their calls name the code. */
const makers = sources.flatMap(({ text }) =>
  [...text.matchAll(/\bfunction (\w+)\(\s*code:[^)]*\):\s*HooklaneError</g)].map(
    ([, name = '']) => name,
  ),
);

const codeSources: readonly ((text: string) => readonly string[])[] = [
  (text) => ['new HooklaneError', ...makers].flatMap((callee) => firstArguments(text, callee)),
  // The return type of whoever makes the error.
  (text) => [...text.matchAll(/\bHooklaneError<([^<>]*)>/g)].map(([, type = '']) => type),
  // Unions of codes: `type SignatureErrorCode = | 'invalid_secret' …`.
  (text) => [...text.matchAll(/\btype \w*ErrorCode\s*=([^;]*);/g)].map(([, type = '']) => type),
  // The options of parseInput.
  (text) => [...text.matchAll(/\bcode: '[a-z_]+'[,;]\s*subject\b/g)].map(([found]) => found),
];

function codesOf(text: string): readonly string[] {
  const places = codeSources.flatMap((find) => find(text));
  return places.flatMap((place) => [...place.matchAll(code)].map(([, found = '']) => found));
}

/** The codes that comments promise: `@throws HooklaneError` and the codes in backquotes after it. */
function promisedCodes(text: string): readonly string[] {
  const comments = [...text.matchAll(/\/\*\*([\s\S]*?)\*\//g)].map(([, comment = '']) =>
    comment.replace(/^\s*\* ?/gm, ''),
  );
  const tags = comments.flatMap((comment) => comment.split(/(?=@throws HooklaneError)/).slice(1));
  return tags.flatMap((tag) => {
    const [promise = ''] = tag.split(/\n\n|\n@/);
    return [...promise.matchAll(/`([a-z]+(?:_[a-z]+)+)`/g)].map(([, found = '']) => found);
  });
}

const errorCodes = new Set(sources.flatMap(({ text }) => codesOf(text)));

const [errorPart = '', outcomePart = ''] = readText('docs/errors.md').split(/^## Outcomes.*$/m);

function headingsOf(part: string): readonly string[] {
  return [...part.matchAll(/^### `([a-z_]+)`$/gm)].map(([, heading = '']) => heading);
}

describe('docs/errors.md', () => {
  it('has one heading for every error code, and no other', () => {
    expect(errorCodes.size).toBeGreaterThan(20);
    expect(headingsOf(errorPart)).toEqual([...errorCodes].toSorted(compareText));
  });

  it.each(headingsOf(errorPart))(
    'says what to do about %s and which function gives it',
    (heading) => {
      const [, section = ''] = errorPart.split(`### \`${heading}\`\n`);
      const [text = ''] = section.split(/^#/m);
      expect(text).toMatch(/^\*\*What to do:\*\* /m);
      expect(text).toMatch(/^\*\*From:\*\* .*`\w/m);
    },
  );

  it('has one heading for every outcome code of an attempt, and no other', () => {
    const text = readText('packages/core/src/attempt-outcome.ts');
    const unions = text.matchAll(
      /\btype (?:ConnectionFailure|RejectionCode|UnsignedCode)\s*=([^;]*);/g,
    );
    const outcomeCodes = [...unions].flatMap(([, union = '']) =>
      [...union.matchAll(/'(\w+)'/g)].map(([, found = '']) => found),
    );
    expect(outcomeCodes.length).toBeGreaterThan(10);
    expect(headingsOf(outcomePart).toSorted(compareText)).toEqual(
      [...new Set(outcomeCodes)].toSorted(compareText),
    );
  });

  it('tells of every kind of outcome', () => {
    const text = readText('packages/core/src/attempt-outcome.ts');
    const [, union = ''] = /\btype AttemptOutcome =([\s\S]*?);\n\n/.exec(text) ?? [];
    const kinds = [...union.matchAll(/\bkind: '(\w+)'/g)].map(([, kind = '']) => kind);
    expect(kinds).toContain('delivered');
    for (const kind of kinds) expect(outcomePart).toContain(`| \`${kind}\``);
  });
});

describe('the sources', () => {
  it('give every HooklaneError a code that can be read where it is made', () => {
    // Makers pass the code on that they were given: `new HooklaneError(code, …)`.
    const unread = sources.flatMap(({ path, text }) =>
      firstArguments(text, 'new HooklaneError')
        .filter((argument) => argument !== 'code' && [...argument.matchAll(code)].length === 0)
        .map((argument) => `${path}: ${argument}`),
    );
    expect(unread).toEqual([]);
  });

  it('promise no error code that nothing gives', () => {
    const promised = new Set(sources.flatMap(({ text }) => promisedCodes(text)));
    expect(promised.size).toBeGreaterThan(20);
    expect([...promised].filter((found) => !errorCodes.has(found))).toEqual([]);
  });

  it('promise every error code that they give', () => {
    const promised = new Set(sources.flatMap(({ text }) => promisedCodes(text)));
    expect([...errorCodes].filter((found) => !promised.has(found))).toEqual([]);
  });
});
