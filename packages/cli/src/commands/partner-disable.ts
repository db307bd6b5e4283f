import type { Command } from 'commander';
import { findLane } from '../find-lane.ts';
import { nextCommand } from '../next-command.ts';
import type { Run } from '../program.ts';
import { provision } from '../provision.ts';
import type { Session } from '../session.ts';

interface DisableFlags {
  readonly purge?: true;
}

/** `hooklane partner disable` */
export function addPartnerDisable(partner: Command, run: Run): void {
  partner
    .command('disable')
    .description('stop the deliveries of a partner; its hooks stay in the lane')
    .argument('<partner>')
    .option('--purge', 'delete the hooks that wait in the lane; dead letters stay')
    .action(run(disable));
}

async function disable(session: Session, partnerId: string, flags: DisableFlags): Promise<void> {
  const { output, target } = session;
  const purge = flags.purge === true;
  if (purge) {
    await session.confirm(
      `Delete all hooks that wait for partner ${partnerId} in stage ${target.stage}?`,
    );
  }
  if (target.isLocal) await disableLocally(session, partnerId, purge);
  else await disableOnAws(session, partnerId, purge);
  const value = { partnerId, stage: target.stage, isEnabled: false, isPurged: purge };
  output.result(value, () => {
    const enable = nextCommand(target, `partner enable ${partnerId}`);
    const hooks = purge ? 'its hooks are deleted' : 'its hooks stay in the lane';
    return `Partner ${partnerId} is disabled, ${hooks}. To go on: ${enable}`;
  });
}

async function disableLocally(
  { target }: Session,
  partnerId: string,
  purge: boolean,
): Promise<void> {
  const dev = await target.dev();
  await dev.disablePartner(partnerId);
  if (!purge) return;
  const [{ PurgeQueueCommand }, { sqs }] = await Promise.all([
    import('@aws-sdk/client-sqs'),
    target.clients(),
  ]);
  const { queueUrl } = await findLane(partnerId, target);
  // The provisioner waits a minute for SQS to purge; the embedded one has done it when it answers.
  await sqs.send(new PurgeQueueCommand({ QueueUrl: queueUrl }));
}

async function disableOnAws(session: Session, partnerId: string, purge: boolean): Promise<void> {
  const { disablePartner } = await import('@hooklane/provisioner');
  await provision(session, (options) => disablePartner(partnerId, { ...options, purge }));
}
