import { type LaneRow, renderLine, renderTable } from './lane-rows.ts';

/** Shows rows as they change: in place on a terminal, as one plain line a second elsewhere. */
export interface LiveTable {
  show(rows: readonly LaneRow[], seconds: number): void;
}

/** Makes a live table on standard output. */
export function createLiveTable(output: NodeJS.WriteStream = process.stdout): LiveTable {
  let linesShown = 0;
  return {
    show: (rows, seconds) => {
      if (!output.isTTY) {
        output.write(`${renderLine(rows, seconds)}\n`);
        return;
      }
      const lines = [...renderTable(rows), `  ${seconds} s`];
      // Up over what was shown before, clearing each line on the way down.
      if (linesShown > 0) output.write(`\u001b[${linesShown}A`);
      for (const line of lines) output.write(`\u001b[2K${line}\n`);
      linesShown = lines.length;
    },
  };
}
