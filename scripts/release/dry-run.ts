// Makes a release without publishing it, and uses it: `pnpm release:dry-run`. Packs all packages, serves them from a
// registry on the loopback interface, makes and checks a project of every template in an empty directory outside of
// the workspace, and follows docs/getting-started.md. With `--template NAME` only that one, with `--document` only the
// document.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCommand } from '../../test/run-command.ts';
import { root } from '../../test/workspace.ts';
import { checkTemplate } from './check-template.ts';
import { startLoopbackRegistry } from './loopback-registry.ts';
import { packPackages } from './packed-package.ts';
import { readerEnvironment } from './reader-environment.ts';
import { runGettingStarted } from './run-getting-started.ts';
import { createStepLog } from './step-log.ts';
import { listTemplates, type TemplateVariant, variantName } from './template-variants.ts';

const { values: flags } = parseArgs({
  args: process.argv.slice(2).filter((argument) => argument !== '--'),
  options: { template: { type: 'string' }, document: { type: 'boolean', default: false } },
});
// How many projects are made at the same time: each compiles, and waits for the network in between.
const projectsAtOnce = 2;

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const log = createStepLog(say);
const directory = mkdtempSync(join(tmpdir(), 'hooklane-release-'));

let isDone = true;
try {
  await dryRun();
} catch (error) {
  isDone = false;
  // A step that failed has told so itself.
  if (log.counts.failed === 0) say((error as Error).message);
}
const { passed, failed, skipped } = log.counts;
if (failed === 0) rmSync(directory, { recursive: true, force: true });
else say(`\nWhat was made is in ${directory}`);
say(`\nrelease: ${passed} steps passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = isDone && failed === 0 ? 0 : 1;

async function dryRun(): Promise<void> {
  const packed = await log.run('build and pack', () => packPackages(join(directory, 'tarballs')));
  const upstream = (await runCommand('npm', ['config', 'get', 'registry'], root)).trim();
  await using registry = await startLoopbackRegistry({ packed, upstream, fetch: globalThis.fetch });
  const home = join(directory, 'home');
  const env = readerEnvironment({ registry: registry.url, home, env: process.env });
  if (!flags.document) await checkTemplates(env);
  // Alone, because its ports are those of the document.
  if (flags.template === undefined) {
    await log.run('docs/getting-started.md', () =>
      runGettingStarted({ directory: join(directory, 'getting-started'), env, log }),
    );
  }
  if (flags.template !== undefined || flags.document) return;
  await log.run('every package was installed from its tarball', async () => {
    const rest = packed.filter(({ name }) => !registry.served.has(name));
    if (rest.length > 0) throw new Error(`But not ${rest.map(({ name }) => name).join(', ')}`);
  });
}

async function checkTemplates(env: NodeJS.ProcessEnv): Promise<void> {
  const cwd = join(directory, 'templates');
  mkdirSync(cwd);
  const variants = await log.run('list templates', () => listTemplates(cwd, env));
  const wanted = variants.filter(
    (variant) => flags.template === undefined || variantName(variant).startsWith(flags.template),
  );
  const [first] = wanted;
  if (first === undefined) throw new Error(`No template is called ${flags.template}`);
  const projects: readonly (readonly [TemplateVariant, 'npm' | 'pnpm'])[] = [
    ...wanted.map((variant) => [variant, 'npm'] as const),
    [first, 'pnpm'],
  ];
  const waiting = projects.values();
  const worker = async (): Promise<void> => {
    for (const [variant, packageManager] of waiting) {
      // A step that failed is told and counted; the other projects are made all the same.
      await checkTemplate(variant, { cwd, env, log, packageManager }).catch(() => undefined);
    }
  };
  await Promise.all(Array.from({ length: projectsAtOnce }, worker));
}
