import type { HookInput } from '@hooklane/core';
import type { PublishOutcome } from '@hooklane/queue';
import type { Command } from 'commander';
import { CliError } from '../cli-error.ts';
import { exitCodes } from '../exit-codes.ts';
import { explainError } from '../explain-error.ts';
import { type BodyFlags, readHookBody } from '../hook-body.ts';
import { nextCommand } from '../next-command.ts';
import { parseCount } from '../number-option.ts';
import type { Run } from '../program.ts';
import type { Session } from '../session.ts';
import { showCount, showNumber } from '../show-count.ts';

interface PublishFlags extends BodyFlags {
  readonly url: string;
  readonly type: string;
  readonly id?: string;
  readonly count: number;
}

/** Between two looks at how far it is. */
const chunkSize = 500;

/** `hooklane publish` */
export function addPublish(program: Command, run: Run): void {
  program
    .command('publish')
    .description("put a hook into a partner's lane")
    .argument('<partner>', 'its id')
    .requiredOption('--url <url>', 'where it is POSTed')
    .option('--type <type>', 'what happened', 'test')
    .option('--data <json>', 'its body; or on standard input')
    .option('--data-file <path>', 'file with its body')
    .option('--id <id>', 'its id: publishing again with the same is safe')
    .option('--count <n>', 'publish it so many times, with ids of their own', parseCount, 1)
    .action(run(publish));
}

async function publish(session: Session, partnerId: string, flags: PublishFlags): Promise<void> {
  const { url, type, id, count } = flags;
  const body = await readHookBody(flags, session);
  const hook = { partnerId, url, type, body };
  const hooks = Array.from({ length: count }, (_, index): HookInput => {
    if (id === undefined) return hook;
    return { ...hook, id: count === 1 ? id : `${id}-${index + 1}` };
  });
  showOutcomes(await publishAll(hooks, session), { partnerId, count }, session);
}

interface Published {
  readonly partnerId: string;
  /** How many were to be published. */
  readonly count: number;
}

/**
 * Shows which hooks are published, also when the person interrupted it: their ids are known here only.
 *
 * @throws CliError when the person interrupted it
 */
export function showOutcomes(
  outcomes: readonly PublishOutcome[],
  { partnerId, count }: Published,
  session: Pick<Session, 'output' | 'target' | 'signal' | 'fail'>,
): void {
  const { output, target, signal } = session;
  const hookIds = outcomes.flatMap((one) => (one.kind === 'accepted' ? [one.hookId] : []));
  const refused = outcomes.filter((outcome) => outcome.kind === 'refused');
  const isInterrupted = signal.aborted && hookIds.length < count;
  const [first] = refused;
  if (hookIds.length === 0 && first !== undefined && !isInterrupted) throw first.error;
  const failures = refused.map(({ error, hookId }) => ({
    hookId,
    code: error.code,
    message: explainError(error).message,
  }));
  output.result({ partnerId, accepted: hookIds.length, hookIds, failures }, () => {
    const isOne = count === 1 && hookIds.length === 1;
    return `Published ${isOne ? `hook ${hookIds[0]}` : showCount(hookIds.length, 'hook')} to ${partnerId}`;
  });
  if (isInterrupted) throw interruptedAfter(hookIds.length, count);
  if (failures.length > 0) {
    output.note(
      `${showCount(failures.length, 'hook was', 'hooks were')} not accepted: ${failures[0]?.message}`,
    );
    session.fail();
  }
  output.note(`See what becomes of it: ${nextCommand(target, `tail ${partnerId}`)}`);
}

async function publishAll(
  hooks: readonly HookInput[],
  { output, target, signal }: Session,
): Promise<readonly PublishOutcome[]> {
  const { createLaneDirectory, publishHooks } = await import('@hooklane/queue');
  const clients = await target.clients();
  const lanes = createLaneDirectory({ stage: target.stage, clients });
  const options = { lanes, clients, egress: target.egress, signal };
  const outcomes: PublishOutcome[] = [];
  using progress = output.progress('Publishing');
  for (let at = 0; at < hooks.length; at += chunkSize) {
    if (signal.aborted) break;
    outcomes.push(...(await publishHooks(hooks.slice(at, at + chunkSize), options)));
    progress.update(outcomes.length, hooks.length);
    if (outcomes.every(({ kind }) => kind === 'refused')) break;
  }
  return outcomes;
}

function interruptedAfter(accepted: number, total: number): CliError {
  return new CliError(
    `Interrupted: ${showNumber(accepted)} of ${showCount(total, 'hook')} are published`,
    { exitCode: exitCodes.interrupted, code: 'interrupted' },
  );
}
