import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tryCommand } from '../../test/run-command.ts';
import { runProgram } from './run-program.ts';
import type { StepLog } from './step-log.ts';

export interface LintCloudFormationOptions {
  /** Where `cdk synth` has written its `cdk.out`. */
  readonly project: string;
  readonly name: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: StepLog;
}

/** Has cfn-lint look at the templates of `cdk synth`, where cfn-lint is installed. */
export async function lintCloudFormation(options: LintCloudFormationOptions): Promise<void> {
  const { project, name, env, log } = options;
  const title = `${name}: cfn-lint`;
  const { isOk } = await tryCommand('cfn-lint', ['--version'], project);
  if (!isOk) {
    log.skip(title, 'it is not installed');
    return;
  }
  const out = join(project, 'cdk.out');
  const templates = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => join(out, file));
  if (templates.length === 0) throw new Error(`${name}: cdk synth wrote no template into ${out}`);
  await log.run(title, () => runProgram('cfn-lint', templates, { cwd: project, env }));
}
