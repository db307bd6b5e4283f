import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { drawFields } from '../draw-fields.ts';
import { nextCommand } from '../next-command.ts';
import type { Run } from '../program.ts';
import { provision } from '../provision.ts';
import type { Session } from '../session.ts';

interface PlatformFlags {
  readonly worker?: true;
  readonly alarms: boolean;
}

/** `hooklane platform` */
export function addPlatform(program: Command, run: Run): void {
  const platform = program.command('platform').description('what the lanes of a stage share');
  platform
    .command('up')
    .description('provision what the lanes of a stage share')
    .option('--worker', 'for lanes that workers of your own work: the results queue only')
    .option('--no-alarms', 'without the five alarms for all lanes together')
    .action(run(platformUp));
}

async function platformUp(session: Session, flags: PlatformFlags): Promise<void> {
  const { output, target } = session;
  if (target.isLocal) {
    throw new CliError(
      'Stage local has its platform from `hooklane dev`. For one on AWS, name it: hooklane platform up --stage dev',
    );
  }
  const { provisionPlatform } = await import('@hooklane/provisioner');
  const kind = flags.worker === true ? 'worker' : 'lambda';
  const platform = await provision(session, ({ stage, ...options }) =>
    provisionPlatform({ stage, compute: { kind }, alarms: flags.alarms }, options),
  );
  output.result(platform, () =>
    drawFields([
      ['Stage', platform.stage],
      ['Results', platform.resultsQueueUrl],
      ...(platform.alarmTopicArn === undefined
        ? []
        : [['Alarms', platform.alarmTopicArn] as const]),
      ['Next', nextCommand(target, 'partner add <partner>')],
    ]),
  );
}
