/**
 * Breaks a line between words where it is wider than the terminal; the lines after the first begin with `indent`
 * blanks. A word that is wider than a line stays whole.
 */
export function wrapText(text: string, { columns, indent = 0 }: WrapOptions): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const isFirst = line.trim() === '';
    if (!isFirst && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else line = isFirst ? line + word : `${line} ${word}`;
  }
  return [...lines, line].join('\n');
}

export interface WrapOptions {
  readonly columns: number;
  /** @default 0 */
  readonly indent?: number;
}
