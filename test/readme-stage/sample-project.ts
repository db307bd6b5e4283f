import { mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { packages, root } from '../workspace.ts';
import { type Block, fileOf } from './document-blocks.ts';

/**
 * Makes a project inside the workspace that has every package of it, and all that they depend on, installed, and each
 * block as a file. Not under `node_modules`, where Node takes no types off.
 */
export function makeSampleProject(name: string, blocks: readonly Block[]): string {
  const project = join(root, '.hooklane', name);
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  for (const { path, manifest } of packages) {
    linkOnce(project, manifest.name, join(root, path));
    const declared = { ...manifest.devDependencies, ...manifest.dependencies };
    for (const dependency of Object.keys(declared)) {
      linkOnce(project, dependency, realpathSync(join(root, path, 'node_modules', dependency)));
    }
  }
  for (const block of blocks) writeFileSync(join(project, fileOf(block)), block.code);
  const config = {
    extends: '../../tsconfig.base.json',
    compilerOptions: { noEmit: true, noUnusedLocals: false, noUnusedParameters: false },
    include: ['*.ts'],
  };
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(config));
  return project;
}

function linkOnce(project: string, name: string, target: string): void {
  const link = join(project, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  if (!readdirSync(dirname(link)).includes(basename(link))) symlinkSync(target, link, 'junction');
}
