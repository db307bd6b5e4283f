import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkReceiverStart } from './check-receiver-start.ts';
import { lintCloudFormation } from './lint-cloudformation.ts';
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
  const step = (title: string, ...args: readonly string[]): Promise<string> =>
    log.run(`${name}: ${title}`, () => runProgram(packageManager, args, { cwd: project, env }));

  await log.run(`${name}: create`, async () => {
    const flags = [...variant.args, '--package-manager', packageManager, '--yes'];
    await runProgram('npm', ['create', 'hooklane@latest', name, '--', ...flags], { cwd, env });
    if (!existsSync(join(project, '.git'))) throw new Error(`${project} is no git repository`);
  });
  for (const script of ['typecheck', 'lint', 'test']) await step(script, 'run', script);
  await log.run(`${name}: demo`, async () => {
    const output = await runProgram(packageManager, ['run', 'demo'], { cwd: project, env });
    if (!output.includes('verified')) throw new Error(`Nothing was verified:\n${output}`);
  });
  if (variant.template.startsWith('receiver-')) {
    await log.run(`${name}: start`, () => checkReceiverStart({ project, env, packageManager }));
  } else {
    await step('start', 'start');
  }
  const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  for (const script of ['build', 'synth'].filter((candidate) => candidate in scripts)) {
    await step(script, 'run', script);
  }
  if ('synth' in scripts) await lintCloudFormation({ project, name, env, log });
}
