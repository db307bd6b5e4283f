import type { Command } from 'commander';
import type { Run } from '../program.ts';
import { provision } from '../provision.ts';
import type { Session } from '../session.ts';

/** `hooklane partner enable` */
export function addPartnerEnable(partner: Command, run: Run): void {
  partner
    .command('enable')
    .description('start the deliveries of a disabled partner again')
    .argument('<partner>')
    .action(run(enable));
}

async function enable(session: Session, partnerId: string): Promise<void> {
  const { output, target } = session;
  if (target.isLocal) {
    const dev = await target.dev();
    await dev.enablePartner(partnerId);
  } else {
    const { enablePartner } = await import('@hooklane/provisioner');
    await provision(session, (options) => enablePartner(partnerId, options));
  }
  const value = { partnerId, stage: target.stage, isEnabled: true };
  output.result(value, () => `Partner ${partnerId} is enabled`);
}
