import { packageManagerNames } from './package-manager.ts';
import { type Template, templateNames, templates } from './template-list.ts';

/** What `--help` prints. */
export function helpText(): string {
  const width = Math.max(...templateNames.map((name) => name.length));
  const list = templateNames.map((name) => {
    const { kind, label, stores }: Template = templates[name];
    const what = kind === 'host' ? 'sends   ' : 'receives';
    const kept = stores.length > 1 ? `; --store ${stores.join(' or ')}` : '';
    return `  ${name.padEnd(width)}  ${what}  ${label}${kept}`;
  });
  return `Makes a project that sends webhooks through a lane for each partner, or one that receives them.

npm create hooklane@latest [directory] -- [options]

Options
  -t, --template <name>       one of those below
  --store <store>             sqlite or dynamodb: where a project that sends keeps subscriptions and results
  --name <name>               of the package; by default that of the directory
  --package-manager <name>    ${packageManagerNames.join(', ')}; by default the one that runs this
  -y, --yes                   asks nothing: what is not given is as by default
  --no-install                installs nothing
  --no-git                    makes no repository
  --force                     takes a directory that is not empty; overwrites no file of it
  --list-templates            prints all there is to choose, as JSON
  -h, --help                  prints this
  -v, --version               prints the version

Templates
${list.join('\n')}

Without a terminal nothing is asked. Exit codes: 0 done, 1 could not install, 2 wrong use, 130 interrupted.`;
}
