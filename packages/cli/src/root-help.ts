import type { Command, Help } from 'commander';

const gap = '  ';

/** The help of the program itself: options two in a line, so that all fits a screen of 80 by 24. */
export function formatRootHelp(program: Command, help: Help): string {
  const commands = help
    .visibleCommands(program)
    .map((command) => [help.subcommandTerm(command), command.description()] as const);
  const options = help
    .visibleOptions(program)
    .map((option) => [help.optionTerm(option), option.description] as const);
  const half = Math.ceil(options.length / 2);
  const [left, right] = [drawPairs(options.slice(0, half)), drawPairs(options.slice(half))];
  const width = Math.max(...left.map(({ length }) => length));
  return `${[
    `Usage: ${help.commandUsage(program)}`,
    help.commandDescription(program),
    'Commands:',
    ...drawPairs(commands).map((line) => gap + line),
    '',
    'Options, of every command:',
    ...left.map((line, index) =>
      `${gap}${line.padEnd(width)}${gap}${right[index] ?? ''}`.trimEnd(),
    ),
  ].join('\n')}\n`;
}

function drawPairs(pairs: readonly (readonly [term: string, text: string])[]): readonly string[] {
  const width = Math.max(...pairs.map(([term]) => term.length));
  return pairs.map(([term, text]) => `${term.padEnd(width)}${gap}${text}`);
}
