export type Cell = string | number;

/** What a benchmark found, as rows: the first column names who. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** For a terminal: numbers to the right. */
export function formatTable({ title, columns, rows }: Table): string {
  const cells = [columns, ...rows].map((row) => row.map(formatCell));
  const widths = columns.map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  const lines = cells.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return `${title}\n\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** For `docs/benchmarks.md`. */
export function formatMarkdown({ title, columns, rows }: Table): string {
  const line = (cells: readonly Cell[]): string => `| ${cells.map(formatCell).join(' | ')} |`;
  const rule = columns.map((_, column) => (column === 0 ? '---' : '---:'));
  return `${title}:\n\n${[line(columns), line(rule), ...rows.map(line)].join('\n')}\n`;
}

/** Three digits that count at least; whole numbers with commas. */
function formatCell(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  if (Number.isInteger(cell) || Math.abs(cell) >= 1_000) {
    return Math.round(cell).toLocaleString('en-US');
  }
  return cell.toFixed(Math.abs(cell) >= 100 ? 1 : Math.abs(cell) >= 0.1 ? 2 : 4);
}
