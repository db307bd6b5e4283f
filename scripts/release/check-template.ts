import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkReceiverStart } from './check-receiver-start.ts';
import { hasCfnLint, lintCloudFormation } from './lint-cloudformation.ts';
import { runProgram } from './run-program.ts';
import type { StepLog } from './step-log.ts';
import { type TemplateVariant, variantName } from './template-variants.ts';

export interface CheckTemplateOptions {
  /** An empty directory outside of the workspace, in which the project is made. */
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: StepLog;
  readonly packageManager: 'npm' | 'pnpm';
}

/** Makes a project of a template as a newcomer would, and runs all that it comes with and that needs no AWS. */
export async function checkTemplate(
  variant: TemplateVariant,
  { cwd, env, log, packageManager }: CheckTemplateOptions,
): Promise<void> {
  const name = `${variantName(variant)}${packageManager === 'npm' ? '' : `-${packageManager}`}`;
  const project = join(cwd, name);
  // What fails is told and counted, and the rest is looked at all the same.
  const look = (title: string, action: () => Promise<unknown>): Promise<unknown> =>
    log.run(`${name}: ${title}`, action).catch(() => undefined);
  const run = (...args: readonly string[]): Promise<string> =>
    runProgram(packageManager, args, { cwd: project, env });

  await log.run(`${name}: create`, async () => {
    const flags = [...variant.args, '--package-manager', packageManager, '--yes'];
    await runProgram('npm', ['create', 'hooklane@latest', name, '--', ...flags], { cwd, env });
    if (!existsSync(join(project, '.git'))) throw new Error(`${project} is no git repository`);
  });
  for (const script of ['typecheck', 'lint', 'test']) {
    await look(script, () => run('run', script));
  }
  await look('demo', async () => {
    const output = await run('run', 'demo');
    if (!output.includes('verified')) throw new Error(`Nothing was verified:\n${output}`);
  });
  await look('start', () =>
    variant.template.startsWith('receiver-')
      ? checkReceiverStart({ project, env, packageManager })
      : run('start'),
  );
  const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  if ('build' in scripts) await look('build', () => run('run', 'build'));
  if ('synth' in scripts) {
    await look('synth', () => run('run', 'synth'));
    if (await hasCfnLint()) await look('cfn-lint', () => lintCloudFormation(project, env));
    else log.skip(`${name}: cfn-lint`, 'it is not installed');
  }
}
