import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { exitCodes } from '../src/exit-codes.ts';
import { createProgram } from '../src/program.ts';
import { memoryTerminal } from './support/memory-terminal.ts';

const text = readFileSync(new URL('../../../docs/cli.md', import.meta.url), 'utf8');

/** The part of the document under a heading. */
function section(heading: string): string {
  const [, rest = ''] = text.split(`\n${heading}\n`);
  return rest.split(/\n#{2,3} /)[0] ?? '';
}

function flagsIn(part: string): readonly string[] {
  return [...part.matchAll(/^\| `(-[^`]+)` \|/gm)].map(([, flags]) => flags ?? '');
}

const ofPartners = flagsIn(section('## Options of a partner'));

/** The options that the document gives a command, with those that it shares with others. */
function documented(heading: string): readonly string[] {
  const part = section(heading);
  const shared = part.includes('](#options-of-a-partner)') ? ofPartners : [];
  const [, without] = /but for `([^`]+)`/.exec(part) ?? [];
  return [...flagsIn(part), ...shared.filter((flags) => flags !== without)];
}

const program = createProgram(memoryTerminal(), { isJson: false, onFail: () => {} });

function commandsUnder(command: Command, above: string): readonly [string, Command][] {
  const name = `${above}${command.name()}`;
  if (command.commands.length > 0) {
    return command.commands.flatMap((one) => commandsUnder(one, `${name} `));
  }
  const args = command.registeredArguments.map((one) =>
    one.required ? ` <${one.name()}>` : ` [${one.name()}]`,
  );
  return [[`### \`${name}${args.join('')}\``, command]];
}

const commands = commandsUnder(program, '');
const flagsOf = ({ options }: Command): readonly string[] =>
  options.map(({ flags }) => flags).toSorted();

describe('docs/cli.md', () => {
  it('has a section for each command and for no other', () => {
    const headings = text.match(/^### .*$/gm) ?? [];
    expect(headings.toSorted()).toEqual(commands.map(([heading]) => heading).toSorted());
  });

  it.each(commands)('has the options of %s and no others', (heading, command) => {
    expect(documented(heading).toSorted()).toEqual(flagsOf(command));
  });

  it('has the options of all commands and no others', () => {
    expect(flagsIn(section('## Where it works')).toSorted()).toEqual(flagsOf(program));
  });

  it('has the exit codes and no others', () => {
    const codes = section('## Exit codes').matchAll(/^\| (\d+) \|/gm);
    expect([...codes].map(([, code]) => Number(code))).toEqual(Object.values(exitCodes));
  });
});
