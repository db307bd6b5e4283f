import type { Command } from 'commander';
import { readLocalSettings } from '../local-settings.ts';
import { addPartnerOptions, type PartnerFlags } from '../partner-options.ts';
import { readPartnerChanges } from '../partner-settings.ts';
import type { Run } from '../program.ts';
import { provision } from '../provision.ts';
import type { Session } from '../session.ts';

/** `hooklane partner update` */
export function addPartnerUpdate(partner: Command, run: Run): void {
  const command = partner
    .command('update')
    .description('change what is given by options; the rest of the lane stays')
    .argument('<partner>');
  addPartnerOptions(command, { hasWorker: false }).action(run(update));
}

async function update(session: Session, partnerId: string, flags: PartnerFlags): Promise<void> {
  const { output, target } = session;
  const changes = await readPartnerChanges(partnerId, flags, session.directory);
  const changed = target.isLocal
    ? await updateLocally(session, partnerId, changes)
    : await updateOnAws(session, partnerId, changes);
  output.result(changed, () => `Partner ${partnerId} is changed`);
}

type Changes = Awaited<ReturnType<typeof readPartnerChanges>>;

async function updateLocally(
  { output, target }: Session,
  partnerId: string,
  changes: Changes,
): Promise<object> {
  const { policy: changed, leftOut } = readLocalSettings(changes, output);
  const dev = await target.dev();
  const policy = { ...(await dev.policy(partnerId)), ...changed };
  const { secret: _, ...lane } = await dev.addPartner(partnerId, policy);
  return { ...lane, policy, leftOut };
}

async function updateOnAws(session: Session, partnerId: string, changes: Changes): Promise<object> {
  const { updatePartner } = await import('@hooklane/provisioner');
  return await provision(session, (options) => updatePartner(partnerId, changes, options));
}
