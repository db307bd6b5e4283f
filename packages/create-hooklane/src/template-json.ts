import { templateChoices } from './template-list.ts';

/** Lists everything that can be made, with the arguments that make it, as JSON for scripts. */
export function listTemplates(): string {
  const all = templateChoices.map(({ template, store }) => ({
    template,
    ...(store !== undefined && { store }),
    args: ['--template', template, ...(store === undefined ? [] : ['--store', store])],
  }));
  return JSON.stringify(all, undefined, 2);
}
