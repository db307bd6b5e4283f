import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import type { Run } from '../program.ts';

interface DevFlags {
  readonly partner?: readonly string[];
}

/** `hooklane dev` */
export function addDev(program: Command, run: Run): void {
  program
    .command('dev')
    .description('run lanes on this machine, until Ctrl-C')
    .option('--partner <id...>', 'partners to add, if they are not there')
    .action(
      run(async (session, { partner = [] }: DevFlags) => {
        const { isLocal, stage } = session.target;
        if (!isLocal) {
          throw new CliError(
            `\`hooklane dev\` runs the stage local. Received: ${stage}. Leave out --stage and --endpoint, and unset HOOKLANE_STAGE`,
          );
        }
        const { runDev } = await import('../dev/run-dev.ts');
        await runDev(session, partner);
      }),
    );
}
