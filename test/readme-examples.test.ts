import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Block, blocks, fileOf } from './readme-stage/document-blocks.ts';
import { makeSampleProject } from './readme-stage/sample-project.ts';
import { tryCommand } from './run-command.ts';
import { packages, root } from './workspace.ts';

describe('the examples in the documents', () => {
  let compiled = '';
  let project: string;

  beforeAll(async () => {
    project = makeSampleProject('readme-examples', blocks);
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    const args = [tsc, '--project', project, '--pretty', 'false'];
    const { isOk, output } = await tryCommand(process.execPath, args, project);
    compiled = output;
    // Errors that are in no block (a wrong project, a package that does not compile) are errors too.
    const others = output
      .split('\n')
      .filter((text) => text.includes('error TS') && !isInBlock(text));
    if (!isOk && others.length > 0) throw new Error(others.join('\n'));
  }, 60_000);

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it.each(blocks)('compiles $document, block $number, line $line', (block) => {
    expect(errorsIn(block)).toEqual([]);
  });

  it.each(packages)('shows a program in $path/README.md', ({ path }) => {
    expect(blocks.map(({ document }) => document)).toContain(`${path}/README.md`);
  });

  function isInBlock(text: string): boolean {
    return blocks.some((block) => text.startsWith(`${fileOf(block)}(`));
  }

  /** The errors of the compiler in a block, with the lines of its document. */
  function errorsIn(block: Block): readonly string[] {
    const prefix = `${fileOf(block)}(`;
    return compiled
      .split('\n')
      .filter((text) => text.startsWith(prefix))
      .map((text) => {
        const [, line = '', rest = ''] =
          /^(\d+),\d+\): (.*)$/.exec(text.slice(prefix.length)) ?? [];
        return `${block.document}:${Number(line) + block.line - 1} ${rest}`;
      });
  }
});
