import type { LanePlan, PartnerConfig } from '@hooklane/provisioner';
import type { Command } from 'commander';
import { readLocalSettings } from '../local-settings.ts';
import type { Output } from '../output.ts';
import { addPartnerOptions, type PartnerFlags } from '../partner-options.ts';
import { readPartnerConfig } from '../partner-settings.ts';
import type { Run } from '../program.ts';
import type { Session } from '../session.ts';
import { showNumber } from '../show-count.ts';
import { drawTable } from '../table.ts';

type Step = LanePlan['steps'][number];

/** `hooklane plan` */
export function addPlan(program: Command, run: Run): void {
  const command = program
    .command('plan')
    .description('say what `partner add` would do, without doing it')
    .argument('<partner>');
  addPartnerOptions(command, { hasWorker: true }).action(run(plan));
}

async function plan(session: Session, partnerId: string, flags: PartnerFlags): Promise<void> {
  const { output, target } = session;
  const config = await readPartnerConfig(partnerId, flags, session.directory);
  const local = target.isLocal ? readLocalSettings(config, output) : undefined;
  const wanted: PartnerConfig =
    local === undefined ? config : { partnerId, compute: { kind: 'worker' }, policy: local.policy };
  const { planPartner } = await import('@hooklane/provisioner');
  const planned = await planPartner(wanted, await target.provisioning());
  const value = { ...planned, ...(local !== undefined && { leftOut: local.leftOut }) };
  output.result(value, () => drawPlan(planned.steps, output));
}

/** Draws the steps of a plan, and counts them. */
export function drawPlan(
  steps: readonly Step[],
  { style, columns }: Pick<Output, 'style' | 'columns'>,
): string {
  const table = drawTable(
    steps,
    [
      { title: 'STEP', cell: ({ kind }) => style(colours[kind], kind) },
      { title: 'RESOURCE', cell: ({ resource }) => resource.replaceAll('-', ' ') },
      { title: 'NAME', cell: ({ name }) => name },
      { title: 'CHANGES', cell: changesOf },
    ],
    columns,
  );
  const counted = (['create', 'update', 'remove', 'keep'] as const).map((kind) => {
    const count = steps.filter((step) => step.kind === kind).length;
    return `${showNumber(count)} to ${kind}`;
  });
  return `${table}\n\n${counted.join(', ')}`;
}

const colours = { create: 'green', update: 'yellow', remove: 'red', keep: 'dim' } as const;

function changesOf(step: Step): string {
  if (step.kind !== 'update') return '';
  return [...Object.keys(step.settings), ...Object.keys(step.tags)].join(', ');
}
