import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../src/completion-script.ts';
import { completionTree } from '../src/completion-tree.ts';
import { createProgram } from '../src/program.ts';
import { memoryTerminal } from './support/memory-terminal.ts';

const program = createProgram(memoryTerminal(), { onFail: () => {}, isJson: false });
const nodes = completionTree(program);

/** What bash offers for the last word, when the script is loaded as in a `.bashrc`. */
function completeInBash(words: readonly string[]): readonly string[] {
  const script = `${completionScript('bash', nodes)}
complete -p hooklane | grep -q -- '-F _hooklane' || exit 1
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
_hooklane
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-c', script, 'x', ...words], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter((word) => word !== '');
}

describe('the completion for bash', () => {
  it.each([
    [['hooklane', ''], program.commands.map((command) => command.name())],
    [['hooklane', 'pub'], ['publish']],
    [
      ['hooklane', 'partner', 'r'],
      ['remove', 'rotate-secret'],
    ],
    [['hooklane', '--stage', 'prod', 'partner', 'li'], ['list']],
    [
      ['hooklane', '--stage', 'partner', 'pl'],
      ['platform', 'plan'],
    ],
    [
      ['hooklane', 'partner', 'add', 'acme', '--con'],
      ['--concurrency', '--config'],
    ],
    [
      ['hooklane', 'publish', '--data'],
      ['--data', '--data-file', '--data-dir'],
    ],
    [
      ['hooklane', 'completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['hooklane', '--region', ''], []],
  ])('offers for %j', (words, candidates) => {
    expect(completeInBash(words)).toEqual(candidates);
  });

  it('knows every command, and every option of each', () => {
    for (const { path, commands, options } of nodes) {
      const typed = ['hooklane', ...path.split(' ').filter((word) => word !== '')];
      const offered = completeInBash([...typed, '-']);
      expect(offered).toEqual(expect.arrayContaining(options.map(({ name }) => name)));
      const names = commands.map(({ name }) => name);
      expect(names.length === 0 ? names : completeInBash([...typed, ''])).toEqual(names);
    }
  });
});

describe.each(['zsh', 'fish'] as const)('the completion for %s', (shell) => {
  const { error } = spawnSync(shell, ['--version']);
  if (error !== undefined)
    process.stdout.write(`Skipped the syntax of ${shell}: it is not there\n`);

  it.skipIf(error !== undefined)('is well-formed', () => {
    const directory = mkdtempSync(join(tmpdir(), 'hooklane-completion-'));
    const file = join(directory, `script.${shell}`);
    writeFileSync(file, completionScript(shell, nodes));
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    rmSync(directory, { recursive: true });
    expect([status, stderr]).toEqual([0, '']);
  });

  it('names every command', () => {
    const script = completionScript(shell, nodes);
    for (const { path } of nodes) expect(script).toContain(path);
  });
});
