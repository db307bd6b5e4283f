import { mkdirSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tryCommand } from './run-command.ts';
import { isThere, listFiles, packages, readText, root } from './workspace.ts';

/** A fenced block of TypeScript in a document. */
interface Block {
  readonly document: string;
  /** From 1. */
  readonly number: number;
  /** The line of the document on which the code begins, from 1. */
  readonly line: number;
  readonly code: string;
}

const documents = [
  'README.md',
  ...packages.map(({ path }) => `${path}/README.md`),
  ...listFiles('docs').filter((path) => path.endsWith('.md')),
].filter(isThere);

const blocks = documents.flatMap(readBlocks);

function readBlocks(document: string): readonly Block[] {
  const text = readText(document);
  return [...text.matchAll(/^```ts\b[^\n]*\n(.*?)^```/gms)].map((match, index) => {
    const before = text.slice(0, match.index);
    return {
      document,
      number: index + 1,
      line: before.split('\n').length + 1,
      code: match[1] ?? '',
    };
  });
}

// A project inside the workspace that has every package of it, and all that they depend on, installed.
const project = join(root, 'node_modules', '.readme-examples');

function fileOf({ document, number }: Block): string {
  return `${document.replaceAll('/', '.')}.${number}.ts`;
}

function makeProject(): void {
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project, { recursive: true });
  for (const { path, manifest } of packages) {
    linkOnce(manifest.name, join(root, path));
    const declared = { ...manifest.devDependencies, ...manifest.dependencies };
    for (const name of Object.keys(declared)) {
      linkOnce(name, realpathSync(join(root, path, 'node_modules', name)));
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
}

function linkOnce(name: string, target: string): void {
  const link = join(project, 'node_modules', name);
  mkdirSync(dirname(link), { recursive: true });
  const others = readdirSync(dirname(link));
  if (!others.includes(link.slice(dirname(link).length + 1))) symlinkSync(target, link, 'junction');
}

describe('the examples in the documents', () => {
  let compiled = '';

  beforeAll(async () => {
    makeProject();
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
