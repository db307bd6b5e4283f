import { type Command, Option } from 'commander';
import {
  type DeadLetterReason,
  deadLetterFilter,
  deadLetterReasons,
} from '../dead-letter-filter.ts';
import { findLane } from '../find-lane.ts';
import { parseCount } from '../number-option.ts';
import type { Run } from '../program.ts';
import type { Session } from '../session.ts';
import { showMove } from '../show-move.ts';

interface ReplayFlags {
  readonly reason?: readonly DeadLetterReason[];
  readonly type?: string;
  readonly limit?: number;
  readonly rate?: number;
  readonly dryRun?: true;
}

/** `hooklane replay` */
export function addReplay(program: Command, run: Run): void {
  program
    .command('replay')
    .description('put the dead letters of a lane back into it')
    .argument('<partner>')
    .addOption(
      new Option(
        '--reason <reason...>',
        'of the dead letters, all but poison if not given; none: SQS moved them by itself',
      ).choices(deadLetterReasons),
    )
    .option('--type <type>', 'only hooks of this type')
    .option('--limit <count>', 'how many at most', parseCount)
    .option('--rate <per second>', 'how fast at most', parseCount)
    .option('--dry-run', 'say what would go back')
    .action(run(replay));
}

async function replay(session: Session, partnerId: string, flags: ReplayFlags): Promise<void> {
  const { reason: reasons, type, limit, rate, dryRun } = flags;
  const { queueUrl, deadLetterQueueUrl } = await findLane(partnerId, session.target);
  await showMove(session, {
    from: deadLetterQueueUrl,
    to: queueUrl,
    filter: deadLetterFilter({ reasons, type }),
    resetAttempts: true,
    limit,
    ratePerSecond: rate,
    dryRun,
  });
}
