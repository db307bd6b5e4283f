import { stripVTControlCharacters } from 'node:util';

/** A column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => string;
  /** @default 'left' */
  readonly align?: 'left' | 'right';
}

const gap = '  ';

/** Lays out rows under titles, each column as wide as it must be; the last is cut to the width that is left. */
export function drawTable<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width: number,
): string {
  const cells = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ cell }) => cell(row))),
  ];
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((line) => visibleLength(line[index] ?? ''))),
  );
  const lines = cells.map((line) =>
    line
      .map((text, index) => pad(text, widths[index] ?? 0, columns[index]?.align))
      .join(gap)
      .trimEnd(),
  );
  return lines.map((line) => cut(line, width)).join('\n');
}

function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - visibleLength(text)));
  return align === 'right' ? space + text : text + space;
}

/** Characters that take a place: colours take none. */
function visibleLength(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}

/** Lines with colours are never cut in the middle of one: they are left as they are. */
function cut(line: string, width: number): string {
  if (visibleLength(line) <= width || line !== stripVTControlCharacters(line)) return line;
  return `${[...line].slice(0, width - 1).join('')}…`;
}
