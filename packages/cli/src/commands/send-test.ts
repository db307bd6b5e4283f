import { randomUUID } from 'node:crypto';
import type { AttemptResult, EgressPolicy, PartnerPolicy } from '@hooklane/core';
import type { Command } from 'commander';
import { lineOfResult } from '../attempt-line.ts';
import { drawFields } from '../draw-fields.ts';
import { showDuration } from '../duration.ts';
import { explainNext, explainOutcome } from '../explain-outcome.ts';
import { type BodyFlags, readHookBody } from '../hook-body.ts';
import { readPartnerSecrets } from '../partner-secrets.ts';
import type { Run } from '../program.ts';
import type { Session } from '../session.ts';
import type { Target } from '../target.ts';

interface SendTestFlags extends BodyFlags {
  readonly url: string;
  readonly type: string;
}

const testBody = '{"test":true}';
/** Enough to see what a partner's error page says. */
const snippetBytes = 512;

/** `hooklane send-test` */
export function addSendTest(program: Command, run: Run): void {
  program
    .command('send-test')
    .description('POST one signed hook from here, past the lane')
    .argument('<partner>', 'whose secrets sign it')
    .requiredOption('--url <url>', 'where it is POSTed')
    .option('--type <type>', 'what happened', 'test')
    .option('--data <json>', `its body (default: ${testBody})`)
    .option('--data-file <path>', 'file with its body')
    .action(run(sendTest));
}

async function sendTest(session: Session, partnerId: string, flags: SendTestFlags): Promise<void> {
  const { output, target, signal } = session;
  const { url, type, data, dataFile } = flags;
  const isGiven = data !== undefined || dataFile !== undefined;
  const body = isGiven ? await readHookBody(flags, session) : testBody;
  const [{ createHook, systemClock }, { deliverHook }] = await Promise.all([
    import('@hooklane/core'),
    import('@hooklane/handler'),
  ]);
  const { policy: ofLane, egress } = await readDelivery(partnerId, target);
  const hook = createHook(
    { partnerId, url, type, body },
    { now: systemClock.now(), newId: () => `msg_${randomUUID().replaceAll('-', '')}`, egress },
  );
  const secrets = await readPartnerSecrets(partnerId, target);
  const policy = { ...ofLane, responseSnippetBytes: snippetBytes };
  using progress = output.progress(`Waiting for ${new URL(hook.url).host}`);
  const store = { getSecrets: async () => secrets };
  const result = await deliverHook(hook, { secrets: store, policy, egress, signal });
  progress[Symbol.dispose]();
  output.result({ ...lineOfResult(result), meaning: explainOutcome(result.outcome) }, () =>
    drawResult(result, session),
  );
  if (result.outcome.kind !== 'delivered') session.fail();
}

/** How the lane delivers. What a worker of the host's own is told, only it knows: then it is the defaults. */
async function readDelivery(
  partnerId: string,
  target: Target,
): Promise<{ readonly policy: PartnerPolicy; readonly egress: EgressPolicy | undefined }> {
  if (target.isLocal) {
    return { policy: await (await target.dev()).policy(partnerId), egress: target.egress };
  }
  const { describePartner } = await import('@hooklane/provisioner');
  const { config } = await describePartner(partnerId, await target.provisioning());
  return { policy: config?.policy ?? {}, egress: target.egress ?? config?.egress };
}

function drawResult(
  { hookId, outcome, next, durationMs, startedAt, host }: AttemptResult,
  { output: { style } }: Session,
): string {
  const verdict = 'status' in outcome ? `${outcome.kind} ${outcome.status}` : outcome.kind;
  const snippet = 'snippet' in outcome ? (outcome.snippet ?? '') : '';
  return drawFields([
    ['Hook', hookId],
    ['Host', host],
    ['Outcome', style(outcome.kind === 'delivered' ? 'green' : 'red', verdict)],
    ...('code' in outcome ? [['Code', outcome.code] as const] : []),
    ['Took', showDuration(durationMs)],
    ...(snippet === '' ? [] : [['Answer', printable(snippet)] as const]),
    ['Meaning', explainOutcome(outcome)],
    ['Next', explainNext(next, { now: startedAt + durationMs })],
  ]);
}

/** A partner's answer must not steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{C}\n]/gu, ' ').trim();
}
