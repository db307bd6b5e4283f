import type { Terminal } from './terminal.ts';

/** A line that shows how far long work has come, and leaves nothing behind. */
export interface ProgressBar extends Disposable {
  /** `total` is left out where nobody knows it. */
  update(done: number, total?: number): void;
  /** What is done just now. */
  say(text: string): void;
}

const barWidth = 24;
/** Wipes the line that a bar may be on. */
export const clearLine = '\r\u001b[2K';

/** Starts a line on standard error; on anything but a terminal it shows nothing. */
export function startProgressBar(
  { writeError, showsProgress, columns }: Terminal,
  { label, isShown }: { readonly label: string; readonly isShown: boolean },
): ProgressBar {
  const isVisible = isShown && showsProgress;
  const show = (text: string): void => {
    if (isVisible) writeError(clearLine + text.slice(0, columns - 1));
  };
  show(`${label} …`);
  return {
    update: (done, total) => show(`${label} ${drawBar(done, total)}`),
    say: (text) => show(`${label} ${text}`),
    [Symbol.dispose]: () => {
      if (isVisible) writeError(clearLine);
    },
  };
}

/** Draws a bar where the total is known, and counts where it is not. */
export function drawBar(done: number, total: number | undefined): string {
  const counted = done.toLocaleString('en-US');
  if (total === undefined || total <= 0) return counted;
  const share = Math.min(1, done / total);
  const full = Math.round(share * barWidth);
  const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
  return `${bar} ${Math.floor(share * 100)} % ${counted} of ${total.toLocaleString('en-US')}`;
}
