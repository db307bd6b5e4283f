import { systemClock } from '@hooklane/core';
import type { ProvisionerOptions } from '@hooklane/provisioner';
import type { Command } from 'commander';
import { parseDuration } from '../duration.ts';
import { findLane, noLane } from '../find-lane.ts';
import { interruptible } from '../interruptible.ts';
import { nextCommand } from '../next-command.ts';
import type { Run } from '../program.ts';
import { provision } from '../provision.ts';
import type { Session } from '../session.ts';
import { showCount } from '../show-count.ts';

interface RemoveFlags {
  readonly force?: true;
  /** Milliseconds. */
  readonly drain?: number;
}

const pauseMs = 500;

/** `hooklane partner remove` */
export function addPartnerRemove(partner: Command, run: Run): void {
  partner
    .command('remove')
    .description('delete a lane that is empty, and the secrets of its partner')
    .argument('<partner>')
    .option('--force', 'delete its hooks and dead letters, too')
    .option('--drain <duration>', 'wait until the lane is empty', parseDuration)
    .action(run(remove));
}

async function remove(session: Session, partnerId: string, flags: RemoveFlags): Promise<void> {
  const { output, target } = session;
  const { stage } = target;
  const force = flags.force === true;
  const drainMs = flags.drain ?? 0;
  const what = force ? 'its hooks, its dead letters and its secrets' : 'and its secrets';
  await session.confirm(`Delete the lane of partner ${partnerId} in stage ${stage}, ${what}?`);
  if (target.isLocal) await removeLocally(session, partnerId, { force, drainMs });
  else await removeOnAws(session, partnerId, { force, drainMs });
  output.result(
    { partnerId, stage, isRemoved: true },
    () => `Partner ${partnerId} is removed from stage ${stage}`,
  );
}

interface RemoveOptions {
  readonly force: boolean;
  readonly drainMs: number;
}

async function removeLocally(
  session: Session,
  partnerId: string,
  { force, drainMs }: RemoveOptions,
): Promise<void> {
  const dev = await session.target.dev();
  await findLane(partnerId, session.target);
  if (!force && drainMs > 0) await interruptible(() => drain(session, partnerId, drainMs));
  await dev.removePartner(partnerId, { force });
}

/** Waits until no hook is in the lane, or the time is over: whether it is empty is judged by who removes it. */
async function drain(
  { output, target, signal }: Session,
  partnerId: string,
  drainMs: number,
): Promise<void> {
  const { readQueueDepth } = await import('@hooklane/queue');
  const { sqs } = await target.clients();
  const { queueUrl } = await findLane(partnerId, target);
  const until = systemClock.now() + drainMs;
  using bar = output.progress('Draining');
  while (systemClock.now() < until) {
    const { waiting, inFlight, delayed } = await readQueueDepth(queueUrl, {
      clients: { sqs },
      signal,
    });
    const left = waiting + inFlight + delayed;
    if (left === 0) return;
    bar.say(`${showCount(left, 'hook')} left`);
    await systemClock.sleep(pauseMs, { signal });
  }
}

async function removeOnAws(
  session: Session,
  partnerId: string,
  { force, drainMs }: RemoveOptions,
): Promise<void> {
  const { target } = session;
  const { deletePartner } = await import('@hooklane/provisioner');
  // What SQS counts is right after a minute; a server of one's own counts at once.
  const recount = target.endpoint === undefined ? {} : { recountMs: 0 };
  let isThere = false;
  const removeLane = ({ onProgress, ...options }: ProvisionerOptions): Promise<void> =>
    deletePartner(partnerId, {
      ...options,
      ...recount,
      force,
      drainMs,
      onProgress: (event) => {
        isThere ||= event.kind === 'deleted';
        onProgress?.(event);
      },
    });
  // While it makes sure that the lane is empty, nothing is delivered.
  const enable = nextCommand(target, `partner enable ${partnerId}`);
  await provision(session, removeLane, {
    advice: `To keep the lane, start its deliveries again: ${enable}`,
  });
  if (!isThere) throw noLane(partnerId, target);
}
