import { stripVTControlCharacters } from 'node:util';

/**
 * The first line of an expected output that a program did not print after the lines before it, or `undefined` when all
 * are there, in order. `…` in a line stands for anything, and a line of nothing else for any lines.
 */
export function missingLine(expected: string, output: string): string | undefined {
  const printed = stripVTControlCharacters(output).split('\n');
  let from = 0;
  for (const line of expected.split('\n').map((text) => text.trim())) {
    if (line === '' || line === '…') continue;
    const pattern = new RegExp(
      line
        .split('…')
        .map((part) => escapePattern(part.trim()))
        .join('.*'),
    );
    const found = printed.findIndex((text, index) => index >= from && pattern.test(text));
    if (found === -1) return line;
    from = found + 1;
  }
  return undefined;
}

function escapePattern(text: string): string {
  return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}
