import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { findQueue } from '../find-queue.ts';
import { parseCount } from '../number-option.ts';
import type { Run } from '../program.ts';
import type { Session } from '../session.ts';
import { showMove } from '../show-move.ts';

interface MoveFlags {
  readonly from: string;
  readonly to?: string;
  readonly toAttribute?: string;
  readonly limit?: number;
  readonly rate?: number;
  readonly match?: string;
  readonly resetAttempts?: true;
  readonly dryRun?: true;
}

/** `hooklane move` */
export function addMove(program: Command, run: Run): void {
  program
    .command('move')
    .description('move messages from one queue to another')
    .requiredOption('--from <queue>', 'name or URL')
    .option('--to <queue>', 'name or URL')
    .option('--to-attribute <name>', 'attribute in which each message names its queue by URL')
    .option('--limit <count>', 'how many at most', parseCount)
    .option('--rate <per second>', 'how fast at most', parseCount)
    .option('--match <text>', 'only messages with this text in their body')
    .option('--reset-attempts', 'hooks go back to their first attempt')
    .option('--dry-run', 'say what would be moved')
    .action(run(move));
}

async function move(session: Session, flags: MoveFlags): Promise<void> {
  const { target } = session;
  const { from, to, toAttribute, limit, rate, match, resetAttempts, dryRun } = flags;
  if ((to === undefined) === (toAttribute === undefined)) {
    throw new CliError(
      to === undefined
        ? 'There is no target. Give --to <queue>, or --to-attribute <name>'
        : '--to and --to-attribute are both given. Give one of them',
    );
  }
  const [fromUrl, toUrl] = await Promise.all([
    findQueue(from, target),
    to === undefined ? undefined : findQueue(to, target),
  ]);
  await showMove(session, {
    from: fromUrl,
    to: toUrl,
    toAttribute,
    limit,
    ratePerSecond: rate,
    resetAttempts,
    dryRun,
    filter: match === undefined ? undefined : ({ body }) => body.includes(match),
  });
}
