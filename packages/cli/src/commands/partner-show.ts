import type { PartnerDescription } from '@hooklane/provisioner';
import type { Command } from 'commander';
import { describeDrift } from '../describe-drift.ts';
import { describePolicy } from '../describe-policy.ts';
import { drawFields, type Field } from '../draw-fields.ts';
import { showDuration } from '../duration.ts';
import { type LaneSettings, readLaneSettings } from '../lane-settings.ts';
import { readPartnerSecrets } from '../partner-secrets.ts';
import type { Run } from '../program.ts';
import type { Session } from '../session.ts';
import { showNumber } from '../show-count.ts';

interface ShowFlags {
  readonly secret?: true;
}

/** `hooklane partner show` */
export function addPartnerShow(partner: Command, run: Run): void {
  partner
    .command('show')
    .description('how a lane is doing, how it is set, and what somebody changed on it')
    .argument('<partner>')
    .option('--secret', 'show the secrets that sign, newest first')
    .action(run(show));
}

async function show(session: Session, partnerId: string, flags: ShowFlags): Promise<void> {
  const { output, target } = session;
  const { describePartner } = await import('@hooklane/provisioner');
  const lane = await describePartner(partnerId, await target.provisioning());
  const settings = await readLaneSettings(lane, target);
  const secrets = flags.secret === true ? await readPartnerSecrets(partnerId, target) : undefined;
  output.result({ ...lane, ...settings, ...(secrets && { secrets }) }, () =>
    drawFields([
      ...describeLane(lane, settings, session),
      ...(secrets === undefined ? [] : [['Secrets', secrets.join('\n')] as const]),
    ]),
  );
}

function describeLane(
  lane: PartnerDescription,
  { policy, memoryMb, runtime, maximumConcurrency }: LaneSettings,
  { output: { style }, target }: Pick<Session, 'output' | 'target'>,
): readonly Field[] {
  const { backlog, deadLetters, oldestSeconds, drift } = lane;
  const { visible, inFlight, delayed } = backlog;
  const worker = target.isLocal ? '`hooklane dev`' : 'a worker';
  const ofFunction =
    memoryMb === undefined
      ? ''
      : `, ${showNumber(memoryMb)} MB, ${runtime}, ${maximumConcurrency} at a time at most`;
  return [
    ['Partner', style('bold', lane.partnerId)],
    ['Stage', lane.stage],
    ['Worked by', lane.compute === 'lambda' ? `a function${ofFunction}` : worker],
    ['Deliveries', lane.isEnabled ? style('green', 'enabled') : style('yellow', 'disabled')],
    [
      'Backlog',
      `${showNumber(visible)} waiting, ${showNumber(inFlight)} in flight, ${showNumber(delayed)} delayed`,
    ],
    ...(oldestSeconds === undefined
      ? []
      : [['Oldest', showDuration(oldestSeconds * 1_000)] as const]),
    ['Dead letters', deadLetters === 0 ? 'none' : style('red', showNumber(deadLetters))],
    ['Drift', drift.length === 0 ? 'none' : style('yellow', drift.map(describeDrift).join('\n'))],
    ['Policy', policy === undefined ? 'known to the worker only' : describePolicy(policy)],
  ];
}
