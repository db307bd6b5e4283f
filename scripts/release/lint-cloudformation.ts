import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { tryCommand } from '../../test/run-command.ts';
import { root } from '../../test/workspace.ts';
import { runProgram } from './run-program.ts';

/** Whether cfn-lint is installed on this machine. */
export async function hasCfnLint(): Promise<boolean> {
  return (await tryCommand('cfn-lint', ['--version'], root)).isOk;
}

/** Has cfn-lint look at what `cdk synth` has written into the `cdk.out` of a project. */
export async function lintCloudFormation(project: string, env: NodeJS.ProcessEnv): Promise<void> {
  const out = join(project, 'cdk.out');
  const templates = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.template.json'))
    .map((file) => join(out, file));
  if (templates.length === 0) throw new Error(`There is no template in ${out}`);
  await runProgram('cfn-lint', templates, { cwd: project, env });
}
