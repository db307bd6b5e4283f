import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryCommand } from '../../../test/run-command.ts';
import { root } from '../../../test/workspace.ts';
import { type GeneratedProject, generateProjects } from './support/generated-projects.ts';

const biome = join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');

// `release:dry-run` runs the scripts of each, on what is packed.
describe('the projects of all templates', () => {
  let directory = '';
  let projects: readonly GeneratedProject[] = [];

  beforeAll(() => {
    // Outside of the workspace: Node runs no TypeScript under a `node_modules`.
    directory = realpathSync(mkdtempSync(join(tmpdir(), 'create-hooklane-')));
    projects = generateProjects(directory);
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it('compile', { timeout: 60_000 }, async () => {
    const args = [tsc, '--project', directory, '--pretty', 'false'];
    expect(await tryCommand(process.execPath, args, directory)).toEqual({ isOk: true, output: '' });
  });

  it('are formatted and lint clean', { timeout: 60_000 }, async () => {
    const outputs: string[] = [];
    for (const project of projects) {
      const args = [biome, 'ci', '--colors=off', '.'];
      const { isOk, output } = await tryCommand(process.execPath, args, project.directory);
      const isClean = isOk && !/^Found \d+ (warning|info)/m.test(output);
      if (!isClean) outputs.push(`${project.directory}:\n${output}`);
    }
    expect(outputs).toEqual([]);
  });

  it.each(['local-sqlite', 'receiver-express'])(
    'show a verified webhook: %s',
    { timeout: 60_000 },
    async (name) => {
      const project = join(directory, name);
      const programs = ['demo/main.ts', 'src/main.ts'];
      const program = programs.find((path) => existsSync(join(project, path))) ?? '';
      const flags = ['--conditions=@hooklane/source', '--disable-warning=ExperimentalWarning'];
      const { isOk, output } = await tryCommand(process.execPath, [...flags, program], project);
      expect({ isOk, output }).toEqual({ isOk: true, output: expect.stringContaining('verified') });
    },
  );
});
