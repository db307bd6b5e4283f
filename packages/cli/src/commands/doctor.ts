import type { Lane } from '@hooklane/provisioner';
import type { Command } from 'commander';
import { type Check, check, drawChecks } from '../doctor/check.ts';
import { checkAccount } from '../doctor/check-account.ts';
import { checkLanes } from '../doctor/check-lanes.ts';
import { checkNode } from '../doctor/check-node.ts';
import { checkQuotas } from '../doctor/check-quotas.ts';
import type { Run } from '../program.ts';
import type { ProgressBar } from '../progress-bar.ts';
import type { Session } from '../session.ts';
import type { Target } from '../target.ts';

/** `hooklane doctor` */
export function addDoctor(program: Command, run: Run): void {
  program
    .command('doctor')
    .description('check credentials, region, quotas and lanes')
    .action(run(doctor));
}

async function doctor(session: Session): Promise<void> {
  const { output, target } = session;
  const checks = await runChecks(session);
  const isWell = checks.every(({ state }) => state !== 'fail');
  output.result({ stage: target.stage, isWell, checks }, () => drawChecks(checks, output));
  if (!isWell) session.fail();
}

async function runChecks({ output, target }: Session): Promise<readonly Check[]> {
  using bar = output.progress('Checking');
  const node = await checkNode(process.versions.node);
  const before = target.isLocal ? [await checkDev(target)] : await checkAws(target);
  // Without those nothing that follows can be read, and each would say so again.
  if (before.some(({ state }) => state === 'fail')) return [node, ...before];
  return [node, ...before, ...(await checkStage(target, bar))];
}

function checkDev(target: Target): Promise<Check> {
  return check('hooklane dev', async () => {
    const { sqsEndpoint } = await target.dev();
    return { state: 'ok', found: `runs on ${target.dataDir}, SQS at ${sqsEndpoint}` };
  });
}

async function checkAws(target: Target): Promise<readonly Check[]> {
  return await checkAccount(target, await target.clients());
}

async function checkStage(target: Target, bar: ProgressBar): Promise<readonly Check[]> {
  let lanes: readonly Lane[] = [];
  const platform = await check('platform', async () => {
    const { listPartners } = await import('@hooklane/provisioner');
    lanes = await listPartners(await target.provisioning());
    return { state: 'ok', found: `stage ${target.stage} is there` };
  });
  const quotas = target.isLocal ? [] : [await checkQuotas(target)];
  if (platform.state === 'fail') return [platform, ...quotas];
  return [platform, ...quotas, ...(await checkLanes(lanes, target, bar))];
}
