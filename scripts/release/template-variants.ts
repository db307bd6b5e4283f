import { runProgram } from './run-program.ts';

/** What `create-hooklane` can write: a template, with a store where it has one. */
export interface TemplateVariant {
  readonly template: string;
  readonly store?: string;
  readonly args: readonly string[];
}

/** Asks the published command which templates there are. */
export async function listTemplates(
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<readonly TemplateVariant[]> {
  const args = ['create', 'hooklane@latest', '--silent', '--', '--list-templates'];
  const output = await runProgram('npm', args, { cwd, env });
  const variants: readonly TemplateVariant[] = JSON.parse(output);
  if (variants.length === 0) throw new Error('There are no templates');
  return variants;
}

/** `lambda-cdk-sqlite`: what a variant is called in a run, and its directory. */
export function variantName({ template, store }: TemplateVariant): string {
  return store === undefined ? template : `${template}-${store}`;
}
