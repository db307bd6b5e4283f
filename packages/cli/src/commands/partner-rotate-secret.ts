import type { RotatedSecret } from '@hooklane/provisioner';
import type { Command } from 'commander';
import { drawFields } from '../draw-fields.ts';
import { parseDuration, showDuration } from '../duration.ts';
import { nextCommand } from '../next-command.ts';
import type { Run } from '../program.ts';
import type { Session } from '../session.ts';

interface RotateFlags {
  /** Milliseconds. */
  readonly overlap: number;
  readonly secret?: true;
}

const dayMs = 86_400_000;

/** `hooklane partner rotate-secret` */
export function addPartnerRotateSecret(partner: Command, run: Run): void {
  partner
    .command('rotate-secret')
    .description('give a partner a new secret; the old one signs beside it for a time')
    .argument('<partner>')
    .option(
      '--overlap <duration>',
      'for which the old one signs, 1d if not given',
      parseDuration,
      dayMs,
    )
    .option('--secret', 'show the new secret')
    .action(run(rotate));
}

async function rotate(session: Session, partnerId: string, flags: RotateFlags): Promise<void> {
  const { output, target } = session;
  const overlapMs = flags.overlap;
  await session.confirm(
    `Give partner ${partnerId} in stage ${target.stage} a new secret? The old one is gone after ${showDuration(overlapMs)}.`,
  );
  const { secret, previousValidUntil } = target.isLocal
    ? await rotateLocally(session, partnerId, overlapMs)
    : await rotateOnAws(session, partnerId, overlapMs);
  const value = { partnerId, stage: target.stage, previousValidUntil };
  output.result({ ...value, ...(flags.secret && { secret }) }, () =>
    drawFields([
      ['Partner', partnerId],
      [
        'New secret',
        flags.secret ? secret : nextCommand(target, `partner show ${partnerId} --secret`),
      ],
      ['Old secret', `signs until ${showTime(previousValidUntil)}`],
    ]),
  );
}

async function rotateLocally(
  { target }: Session,
  partnerId: string,
  overlapMs: number,
): Promise<RotatedSecret> {
  const dev = await target.dev();
  return await dev.rotateSecret(partnerId, { overlapMs });
}

async function rotateOnAws(
  { target }: Session,
  partnerId: string,
  overlapMs: number,
): Promise<RotatedSecret> {
  const { rotateSecret } = await import('@hooklane/provisioner');
  return await rotateSecret(partnerId, { ...(await target.provisioning()), overlapMs });
}

function showTime(ms: number): string {
  // biome-ignore lint/style/noRestrictedGlobals: writes a time that was given; the clock is not read.
  return new Date(ms)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, ' UTC');
}
