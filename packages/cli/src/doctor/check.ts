import { explainError } from '../explain-error.ts';
import type { Output } from '../output.ts';
import { wrapText } from '../wrap-text.ts';

/** What a look at one thing found. */
export interface Check {
  readonly name: string;
  /** `warn`: it works, and somebody should look. `fail`: something does not work. */
  readonly state: 'ok' | 'warn' | 'fail';
  readonly found: string;
  /** What to do, where there is something to do. */
  readonly advice?: string | undefined;
}

/** Looks at one thing. What is thrown is what was found, unless the person interrupted it. */
export async function check(
  name: string,
  look: () => Promise<Omit<Check, 'name'>>,
  { onError = 'fail' }: { readonly onError?: 'warn' | 'fail' } = {},
): Promise<Check> {
  try {
    return { name, ...(await look()) };
  } catch (error) {
    const { code, message } = explainError(error);
    if (code === 'interrupted') throw error;
    return { name, state: onError, found: message };
  }
}

const marks = {
  ok: ['green', 'ok  '],
  warn: ['yellow', 'warn'],
  fail: ['red', 'fail'],
} as const;

/** Draws a line for each check. */
export function drawChecks(
  checks: readonly Check[],
  { style, columns }: Pick<Output, 'style' | 'columns'>,
): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .map(({ name, state, found, advice }) => {
      const [colour, mark] = marks[state];
      const whole = advice === undefined ? found : `${found}. ${advice}`;
      const indent = mark.length + width + 4;
      const text = wrapText(whole, { columns: columns - indent });
      const lines = text.replaceAll('\n', `\n${' '.repeat(indent)}`);
      return `${style(colour, mark)}  ${name.padEnd(width)}  ${lines}`;
    })
    .join('\n');
}
