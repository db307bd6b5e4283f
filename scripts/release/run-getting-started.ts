import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startMoto } from '../../test/setup/moto.ts';
import { startStrictAws } from '../../test/setup/strict-aws/strict-aws.ts';
import { readText } from '../../test/workspace.ts';
import { readDocumentSteps } from './document-steps.ts';
import { type DocumentReport, runDocument } from './run-document.ts';
import type { StepLog } from './step-log.ts';

export interface RunGettingStartedOptions {
  /** An empty directory outside of the workspace. */
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: StepLog;
}

/** Follows docs/getting-started.md word by word. */
export async function runGettingStarted(
  options: RunGettingStartedOptions,
): Promise<DocumentReport> {
  const { directory, env, log } = options;
  const cwd = join(directory, 'reader');
  mkdirSync(cwd, { recursive: true });
  const steps = readDocumentSteps(readText('docs/getting-started.md'));
  const usesMoto = steps.some((step) => step.kind === 'run' && step.mode.kind === 'moto');
  const moto = usesMoto ? await startMoto() : undefined;
  // Moto alone lacks answers that lanes need; the proxy has those, and AWS's own rules.
  const aws = moto && (await startStrictAws(moto.endpoint));
  try {
    const report = await runDocument(steps, {
      cwd,
      logs: join(directory, 'logs'),
      env,
      log,
      moto: aws && {
        AWS_ENDPOINT_URL: aws.endpoint,
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'moto',
        AWS_SECRET_ACCESS_KEY: 'moto',
      },
    });
    if (report.run === 0) throw new Error('docs/getting-started.md has no commands');
    return report;
  } finally {
    await aws?.stop();
    await moto?.stop();
  }
}
