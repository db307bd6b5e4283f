import type { Command } from 'commander';
import { type AttemptLine, isFailed, lineOfResult } from '../attempt-line.ts';
import { CliError } from '../cli-error.ts';
import { drawAttempt, drawAttemptTitles } from '../draw-attempt.ts';
import { parseDuration } from '../duration.ts';
import type { Run } from '../program.ts';
import type { Session } from '../session.ts';
import { showCount } from '../show-count.ts';

interface TailFlags {
  readonly since?: number;
  readonly failed?: true;
}

/** `hooklane tail` */
export function addTail(program: Command, run: Run): void {
  program
    .command('tail')
    .description('show attempts as they happen, until Ctrl-C')
    .argument('[partner]', 'of this partner only')
    .option(
      '--since <duration>',
      'and those of this time before, such as 10m; on AWS',
      parseDuration,
    )
    .option('--failed', 'those only that did not reach the partner')
    .action(run(tail));
}

async function tail(
  session: Session,
  partnerId: string | undefined,
  { since, failed }: TailFlags,
): Promise<void> {
  const { output, signal, target } = session;
  if (target.isLocal && since !== undefined) {
    throw new CliError('--since works on AWS only: `hooklane dev` keeps no attempts');
  }
  const attempts = target.isLocal
    ? await tailLocally(session, partnerId)
    : await tailOnAws(session, partnerId, since ?? 0);
  let hasTitles = false;
  try {
    for await (const line of attempts) {
      if (failed === true && !isFailed(line)) continue;
      if (!hasTitles && !output.isJson) output.note(drawAttemptTitles(output));
      hasTitles = true;
      output.event(line, () => drawAttempt(line, output));
    }
    output.note('The `hooklane dev` has ended');
  } catch (error) {
    // This is how a person ends it.
    if (!signal.aborted) throw error;
  }
}

async function tailLocally(
  { target, output }: Session,
  partnerId: string | undefined,
): Promise<AsyncIterable<AttemptLine>> {
  const dev = await target.dev();
  // Throws for a partner that is not there, instead of waiting for it.
  if (partnerId !== undefined) await dev.policy(partnerId);
  const attempts = await dev.attempts();
  output.note(`Attempts of ${partnerId ?? 'all partners'}, as they happen; Ctrl-C ends it`);
  return (async function* () {
    for await (const attempt of attempts) {
      if ('skipped' in attempt) {
        const { skipped } = attempt;
        if (output.isJson) output.event({ skipped }, String);
        else output.note(`${showCount(skipped, 'attempt')} came faster than they could be shown`);
      } else if (partnerId === undefined || attempt.partnerId === partnerId) {
        yield lineOfResult(attempt);
      }
    }
  })();
}

async function tailOnAws(
  { target, output, signal }: Session,
  partnerId: string | undefined,
  sinceMs: number,
): Promise<AsyncIterable<AttemptLine>> {
  const [{ followLanes }, { systemClock }, clients, provisioning] = await Promise.all([
    import('../follow-lanes.ts'),
    import('@hooklane/core'),
    target.clients(),
    target.provisioning(),
  ]);
  const since = systemClock.now() - sinceMs;
  const { note } = output;
  return followLanes({
    partnerId,
    logs: clients.logs,
    provisioning,
    since,
    clock: systemClock,
    note,
    signal,
  });
}
