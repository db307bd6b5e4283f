import { describe, expect, it } from 'vitest';
import { createProgram } from '../packages/cli/src/program.ts';
import { memoryTerminal } from '../packages/cli/test/support/memory-terminal.ts';
import { listFiles, readText } from './workspace.ts';

type Command = ReturnType<typeof createProgram>;

const documents = [
  ...['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md'],
  ...['docs', 'examples', 'packages'].flatMap(listFiles),
].filter((path) => path.endsWith('.md') && !path.includes('/templates/'));

/** A `hooklane` that parses what it is told, and does nothing. */
function createParser(): Command {
  const program = createProgram(memoryTerminal(), { onFail: () => {}, isJson: false });
  const disarm = (command: Command): void => {
    if (command.commands.length === 0) command.action(() => {});
    command.commands.forEach(disarm);
  };
  disarm(program);
  return program;
}

/** The words of a command, as a shell has them. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|"([^"]*)"|([^\s'"]+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? bare ?? '',
  );
}

/** The commands that a reader is to type: those of the shell blocks, without comments and what they are piped into. */
function typedCommands(document: string): readonly string[] {
  const blocks = [...readText(document).matchAll(/^```sh\n([\s\S]*?)^```$/gm)];
  return blocks
    .flatMap(([, block = '']) => block.split('\n'))
    .flatMap((line) =>
      [...line.matchAll(/(?:^|\(|npx (?:-y )?)hooklane(?:@\S+)? ((?:'[^']*'|[^|)#'])+)/g)].map(
        ([, command = '']) => command.trim(),
      ),
    );
}

/** The commands in the text, of which some leave arguments out. */
function mentionedCommands(document: string): readonly string[] {
  const prose = readText(document).replace(/^```[\s\S]*?^```$/gm, '');
  return [...prose.matchAll(/`(?:npx (?:-y )?)?hooklane(?:@\S+)? ([^`]+)`/g)].map(
    ([, command = '']) => command,
  );
}

/** What the program does not know of a command; nothing when it knows all. */
function unknownParts(line: string): readonly string[] {
  const program = createParser();
  let command = program;
  const words = wordsOf(line);
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) break;
    command = next;
  }
  const options = [...program.options, ...command.options];
  const flags = words.filter((word) => /^--?[a-z]/.test(word));
  const unknown = flags.filter(
    (flag) => flag !== '--help' && !options.some(({ long, short }) => [long, short].includes(flag)),
  );
  const namesNone = command === program && !/^(-|<command>)/.test(words[0] ?? '');
  return namesNone ? [line, ...unknown] : unknown;
}

const typed = documents.flatMap((document) =>
  typedCommands(document).map((command) => ({ document, command })),
);
const mentioned = documents.flatMap((document) =>
  mentionedCommands(document).map((command) => ({ document, command })),
);

describe('the commands in the documents', () => {
  it('are found', () => {
    expect(typed.length).toBeGreaterThan(30);
    expect(mentioned.length).toBeGreaterThan(30);
  });

  it.each(typed)('can be typed: hooklane $command ($document)', async ({ command }) => {
    await createParser().parseAsync([...wordsOf(command)], { from: 'user' });
  });

  it.each(mentioned)('are known: hooklane $command ($document)', ({ command }) => {
    expect(unknownParts(command)).toEqual([]);
  });
});
