import type { PartnerConfig } from '@hooklane/provisioner';
import type { Command } from 'commander';
import { drawFields } from '../draw-fields.ts';
import { readLocalSettings } from '../local-settings.ts';
import { nextCommand } from '../next-command.ts';
import { addPartnerOptions, type PartnerFlags } from '../partner-options.ts';
import { readPartnerSecrets } from '../partner-secrets.ts';
import { readPartnerConfig } from '../partner-settings.ts';
import type { Run } from '../program.ts';
import { provision } from '../provision.ts';
import type { Session } from '../session.ts';

interface AddFlags extends PartnerFlags {
  readonly secret?: true;
}

/** A lane, as this command shows it. */
interface AddedLane {
  readonly partnerId: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl?: string;
  /** Where its secret is, for a person. */
  readonly secretPlace: string;
  /** What a program is told, without the secret. */
  readonly value: object;
  readSecret(): Promise<string | undefined>;
}

/** `hooklane partner add` */
export function addPartnerAdd(partner: Command, run: Run): void {
  const command = partner
    .command('add')
    .description('provision a lane, or bring it to this configuration')
    .argument('<partner>', 'its id: 1 to 40 of a-z, 0-9, "_" and "-"')
    .option('--secret', 'show the secret, too');
  addPartnerOptions(command, { hasWorker: true }).action(run(add));
}

async function add(session: Session, partnerId: string, flags: AddFlags): Promise<void> {
  const { output, target } = session;
  const config = await readPartnerConfig(partnerId, flags, session.directory);
  const lane = target.isLocal ? await addLocally(session, config) : await addOnAws(session, config);
  const secret = flags.secret === true ? await lane.readSecret() : undefined;
  const value = { ...lane.value, ...(secret !== undefined && { secret }) };
  output.result(value, () =>
    drawFields([
      ['Partner', output.style('bold', lane.partnerId)],
      ['Queue', lane.queueUrl],
      ...(lane.deadLetterQueueUrl === undefined
        ? []
        : [['Dead letters', lane.deadLetterQueueUrl] as const]),
      ['Secret', secret ?? lane.secretPlace],
      ['Next', nextCommand(target, `send-test ${lane.partnerId} --url <url>`)],
    ]),
  );
}

async function addLocally({ output, target }: Session, config: PartnerConfig): Promise<AddedLane> {
  const { policy, leftOut } = readLocalSettings(config, output);
  const dev = await target.dev();
  const { secret, ...lane } = await dev.addPartner(config.partnerId, policy);
  return {
    ...lane,
    value: { ...lane, leftOut },
    secretPlace: nextCommand(target, `partner show ${lane.partnerId} --secret`),
    readSecret: async () => secret,
  };
}

async function addOnAws(session: Session, config: PartnerConfig): Promise<AddedLane> {
  const { target } = session;
  const [{ provisionPartner }, code] = await Promise.all([
    import('@hooklane/provisioner'),
    // Whether it is a configuration, the provisioner says.
    config.compute?.kind === 'worker' ? undefined : readCode(),
  ]);
  const lane = await provision(session, (options) =>
    provisionPartner(config, { ...options, code }),
  );
  const { partnerId, queueUrl, deadLetterQueueUrl, compute } = lane;
  const common = { partnerId, queueUrl, deadLetterQueueUrl, value: lane };
  if (compute.kind === 'worker') {
    return {
      ...common,
      secretPlace: 'in the secret store of your worker',
      readSecret: async () => undefined,
    };
  }
  return {
    ...common,
    secretPlace: `${compute.secretParameter} in SSM\n${nextCommand(target, `partner show ${partnerId} --secret`)}`,
    readSecret: async () => (await readPartnerSecrets(partnerId, target))[0],
  };
}

async function readCode() {
  const { handlerArtifact } = await import('@hooklane/handler/artifact');
  return await handlerArtifact();
}
