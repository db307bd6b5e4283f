import type { CodeUpdate, FailedLane, UpdateCodeOptions } from '@hooklane/provisioner';
import { type Command, InvalidArgumentError } from 'commander';
import { CliError } from '../cli-error.ts';
import { inWordsOfCommands } from '../command-hint.ts';
import { parseDuration } from '../duration.ts';
import type { Output } from '../output.ts';
import type { Run } from '../program.ts';
import { provision } from '../provision.ts';
import type { Session } from '../session.ts';
import { showCount, showNumber } from '../show-count.ts';
import { type Column, drawTable } from '../table.ts';

interface UpdateFlags {
  readonly partner?: readonly string[];
  readonly waves?: readonly number[];
  /** Milliseconds. */
  readonly watch?: number;
}

/** `hooklane code` */
export function addCode(program: Command, run: Run): void {
  const code = program.command('code').description('the code of the functions of a stage');
  code
    .command('update')
    .description('give functions the code of this version, wave by wave')
    .option('--partner <id...>', 'only of these partners')
    .option('--waves <shares>', 'of the partners, 0.01,0.1,0.5,1 if not given', parseWaves)
    .option('--watch <duration>', 'each wave, 5m if not given', parseDuration)
    .action(run(update));
}

async function update(session: Session, flags: UpdateFlags): Promise<void> {
  const { output, target } = session;
  if (target.isLocal) {
    throw new CliError(
      'Stage local has no functions: `hooklane dev` works its lanes. Name a stage: hooklane code update --stage dev',
    );
  }
  const [{ updateCode }, { handlerArtifact }] = await Promise.all([
    import('@hooklane/provisioner'),
    import('@hooklane/handler/artifact'),
  ]);
  const { partner: partnerIds, waves, watch: watchMs } = flags;
  const own: Omit<UpdateCodeOptions, 'stage'> = {
    code: await handlerArtifact(),
    partnerIds,
    waves,
    watchMs,
  };
  const done = await provision(session, (options) => updateCode({ ...options, ...own }));
  output.result(done, () => describeUpdate(done, output));
  if (done.kind === 'rolled_back' || done.failed.length > 0) session.fail();
}

/** Says what became of an update, of which lanes it failed, and which were not well. */
export function describeUpdate(done: CodeUpdate, { columns }: Pick<Output, 'columns'>): string {
  const paragraphs =
    done.kind === 'updated'
      ? [
          `${showCount(done.updated.length, 'function')} changed, ${showNumber(done.unchanged.length)} had the code already`,
        ]
      : [
          `${showCount(done.rolledBack.length, 'function')} back on the old code, because this wave was not well:`,
          drawTable(done.wave, healthColumns, columns),
        ];
  if (done.failed.length > 0) {
    paragraphs.push(
      `${showCount(done.failed.length, 'function')} failed:`,
      drawTable(done.failed, failureColumns, columns),
    );
  }
  return paragraphs.join('\n\n');
}

type Health = Extract<CodeUpdate, { readonly kind: 'rolled_back' }>['wave'][number];

const healthColumns: readonly Column<Health>[] = [
  { title: 'PARTNER', cell: ({ partnerId }) => partnerId },
  { title: 'ERRORS', cell: (lane) => compare(lane.errors, lane.errorsBefore) },
  { title: 'DONE', cell: (lane) => compare(lane.deleted, lane.deletedBefore) },
  { title: 'DEAD LETTERS', cell: (lane) => compare(lane.deadLetters, lane.deadLettersBefore) },
];

const failureColumns: readonly Column<FailedLane>[] = [
  { title: 'PARTNER', cell: ({ partnerId }) => partnerId },
  { title: 'ERROR', cell: ({ code }) => code },
  { title: 'BECAUSE', cell: ({ message }) => inWordsOfCommands(message) },
];

function compare(now: number, before: number): string {
  return `${showNumber(now)}, before ${showNumber(before)}`;
}

function parseWaves(text: string): readonly number[] {
  const shares = text.split(',').map(Number);
  if (text === '' || shares.some((share) => Number.isNaN(share))) {
    throw new InvalidArgumentError('It must be shares of the partners: 0.01,0.1,0.5,1.');
  }
  return shares;
}
