import type { MoveMessagesOptions, MoveReport } from '@hooklane/ops';
import { drawFields } from './draw-fields.ts';
import { interrupted } from './interruptible.ts';
import type { Session } from './session.ts';
import { showCount, showNumber } from './show-count.ts';
import { drawTable } from './table.ts';

/**
 * Moves messages: shows its progress and its report, and fails where a message did or some are left.
 *
 * @throws CliError when the person interrupted it
 */
export async function showMove(
  session: Session,
  options: Omit<MoveMessagesOptions, 'clients' | 'signal' | 'onProgress'>,
): Promise<void> {
  const { output, target, signal } = session;
  const [{ moveMessages }, { sqs }] = await Promise.all([
    import('@hooklane/ops'),
    target.clients(),
  ]);
  const report = await runMove();
  const isDry = options.dryRun === true;
  output.result(report, () => drawMove(report, isDry, output));
  if (report.ended === 'aborted') throw interrupted();
  if (report.failed > 0 || !isWhole(report, { isDry })) session.fail();

  async function runMove(): Promise<MoveReport> {
    using bar = output.progress(options.dryRun ? 'Looking' : 'Moving');
    return await moveMessages({
      ...options,
      clients: { sqs },
      signal,
      onProgress: ({ moved, skipped, failed, total }) =>
        bar.update(moved + skipped + failed, total),
    });
  }
}

const endings: Readonly<Record<MoveReport['ended'], string>> = {
  empty: 'the source has no more to give',
  limit: 'as many as asked for',
  aborted: 'interrupted',
  refused: 'one request after the other was refused',
  too_many_held: 'too many messages were skipped or failed to go on: run again',
};

/** Draws what a move came to. */
export function drawMove(
  report: MoveReport,
  isDry: boolean,
  { columns }: Pick<Session['output'], 'columns'>,
): string {
  const fields = drawFields([
    [isDry ? 'Would move' : 'Moved', showNumber(report.moved)],
    ['Skipped', showNumber(report.skipped)],
    ['Failed', showNumber(report.failed)],
    ['Ended', endings[report.ended]],
    ...(report.hidden > 0
      ? [
          [
            'Hidden',
            `${showCount(report.hidden, 'message')} delayed or in flight: run again later`,
          ] as const,
        ]
      : []),
    ['Requests', showNumber(report.requests)],
  ]);
  if (report.failures.length === 0) return fields;
  const table = drawTable(
    report.failures,
    [
      { title: 'MESSAGE', cell: ({ messageId }) => messageId },
      { title: 'AT', cell: ({ step }) => step },
      { title: 'ERROR', cell: ({ code }) => code },
    ],
    columns,
  );
  return `${fields}\n\n${table}`;
}

/** Whether nothing is left of what was to be moved. What another process has in flight hides from a look, too. */
export function isWhole(
  { ended, hidden }: MoveReport,
  { isDry }: { readonly isDry: boolean },
): boolean {
  return ended === 'limit' || (ended === 'empty' && (isDry || hidden === 0));
}
